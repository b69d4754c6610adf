package io.leaderboard.servers.testing;

import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerProbe;
import io.leaderboard.servers.ServerSpec;
import org.testcontainers.containers.GenericContainer;

/**
 * One kind of server: how either source makes it. Both must come out alike for a test.
 *
 * @param <A> its address
 */
interface ServerKind<A> {
  /** In lower case, for file names. */
  String name();

  ServerProbe probe();

  A address(String host, int port);

  LocalServer local(ServerSpec spec);

  /**
   * A container that is not started yet.
   *
   * @param hostPort what the Docker host publishes the server as: a port, or an address and a port
   */
  GenericContainer<?> container(String hostPort);
}
