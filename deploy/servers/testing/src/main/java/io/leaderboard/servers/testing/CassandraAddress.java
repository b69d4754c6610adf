package io.leaderboard.servers.testing;

import java.net.InetSocketAddress;

/** Where a Cassandra answers. */
public record CassandraAddress(String host, int port, String datacenter) {
  public InetSocketAddress contactPoint() {
    return new InetSocketAddress(host, port);
  }
}
