package io.leaderboard.servers.testing;

import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerProbe;
import io.leaderboard.servers.ServerSpec;
import java.util.List;
import org.testcontainers.cassandra.CassandraContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Cassandra of one node. */
record CassandraKind() implements ServerKind<CassandraAddress> {
  private static final DockerImageName IMAGE = DockerImageName.parse("cassandra:5.0.9");
  private static final int PORT = 9042;
  private static final String DATACENTER = "datacenter1";

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
    return CassandraServer.onFreePorts(spec);
  }

  @Override
  public GenericContainer<?> container(String hostPort) {
    CassandraContainer cassandra = new CassandraContainer(IMAGE);
    cassandra.setPortBindings(List.of(hostPort + ":" + PORT));
    return cassandra;
  }
}
