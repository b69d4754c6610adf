package io.leaderboard.cql;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Cassandra is and who connects, the same keys for every service. How a service uses it is in
 * a record of its own under the same prefix.
 *
 * @param contactPoints nodes to begin with, {@code host:port}
 * @param localDatacenter the data centre whose nodes are used
 * @param keyspace where the tables are
 * @param consistency of every read and write
 * @param username null to connect without
 * @param password null to connect without
 * @param sslBundle name of one of Spring's {@code spring.ssl.bundle}, null to connect without TLS
 */
@Validated
@ConfigurationProperties("leaderboard.cassandra")
public record CassandraProperties(
    @DefaultValue("127.0.0.1:9042") @NotEmpty
        List<@Pattern(regexp = "\\S+:\\d{1,5}", message = "must be host:port") String>
            contactPoints,
    @DefaultValue("datacenter1") @NotBlank String localDatacenter,
    @DefaultValue("leaderboard")
        @Pattern(
            regexp = "[a-z][a-z0-9_]{0,47}",
            message = "must be a lower-case letter and then up to 47 of a-z, 0-9 and _")
        String keyspace,
    @DefaultValue("LOCAL_QUORUM") DefaultConsistencyLevel consistency,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sslBundle) {
  /** Of which any two share a replica. */
  private static final Set<DefaultConsistencyLevel> READ_YOUR_WRITES =
      Set.of(
          DefaultConsistencyLevel.LOCAL_QUORUM,
          DefaultConsistencyLevel.QUORUM,
          DefaultConsistencyLevel.ALL);

  @AssertTrue(
      message =
          "leaderboard.cassandra.consistency must be LOCAL_QUORUM, QUORUM or ALL: what is read must be"
              + " what was acknowledged")
  boolean isConsistencyStrongEnough() {
    return READ_YOUR_WRITES.contains(consistency);
  }

  @AssertTrue(
      message = "leaderboard.cassandra.username and .password must both be there, or neither")
  boolean isCredentialsComplete() {
    return (username == null) == (password == null);
  }

  /** Not resolved: a name is looked up again whenever a connection is made. */
  List<InetSocketAddress> addresses() {
    return contactPoints.stream().map(CassandraProperties::address).toList();
  }

  private static InetSocketAddress address(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    String host = contactPoint.substring(0, colon).replaceAll("^\\[|\\]$", "");
    int port = Integer.parseInt(contactPoint.substring(colon + 1));
    return InetSocketAddress.createUnresolved(host, port);
  }

  /** Without the password, so that it gets into no log. */
  @Override
  public String toString() {
    return "CassandraProperties[contactPoints=%s, localDatacenter=%s, keyspace=%s, username=%s]"
        .formatted(contactPoints, localDatacenter, keyspace, username);
  }
}
