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
   * A container, not started, whose server is reached on that port of the Docker host: the port
   * outlives a restart.
   */
  GenericContainer<?> container(int hostPort);
}
