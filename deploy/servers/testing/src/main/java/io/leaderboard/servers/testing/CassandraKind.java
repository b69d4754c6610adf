package io.leaderboard.servers.testing;

import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerProbe;
import io.leaderboard.servers.ServerSpec;
import java.util.List;
import org.testcontainers.cassandra.CassandraContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Cassandra of one node.
 *
 * @param asksForPassword whether only {@code cassandra} with the password {@code cassandra} may in
 */
record CassandraKind(boolean asksForPassword) implements ServerKind<CassandraAddress> {
  private static final DockerImageName IMAGE = DockerImageName.parse("cassandra:5.0.9");
  private static final int PORT = 9042;
  private static final String DATACENTER = "datacenter1";

  /** The image has no variable for it. */
  private static final String ASKING =
      "sed -i s/AllowAllAuthenticator/PasswordAuthenticator/ /etc/cassandra/cassandra.yaml";

  @Override
  public String name() {
    return "cassandra";
  }

  @Override
  public ServerProbe probe() {
    return ServerProbe.CASSANDRA;
  }

  @Override
  public CassandraAddress address(String host, int port) {
    return new CassandraAddress(host, port, DATACENTER);
  }

  @Override
  public LocalServer local(ServerSpec spec) {
    return asksForPassword
        ? CassandraServer.askingForPasswords(spec)
        : CassandraServer.onFreePorts(spec);
  }

  @Override
  public GenericContainer<?> container(String hostPort) {
    CassandraContainer cassandra = new CassandraContainer(IMAGE);
    cassandra.setPortBindings(List.of(hostPort + ":" + PORT));
    if (asksForPassword) {
      cassandra.withEnv("JVM_EXTRA_OPTS", "-Dcassandra.superuser_setup_delay_ms=0");
      cassandra.withCreateContainerCmdModifier(
          create ->
              create.withEntrypoint(
                  "bash", "-c", ASKING + " && exec docker-entrypoint.sh cassandra -f"));
    }
    return cassandra;
  }
}
