package io.leaderboard.servers;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

@Tag("long")
class CassandraServerIT extends LocalServerContract<CassandraServer> {
  private static final Duration SYNC_PERIOD = Duration.ofSeconds(1);

  private static final DriverConfigLoader PATIENT =
      DriverConfigLoader.programmaticBuilder()
          .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
          .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
          .build();

  @Override
  CassandraServer onFreePorts(ServerSpec spec) {
    return CassandraServer.onFreePorts(spec);
  }

  @Override
  CassandraServer onPort(ServerSpec spec, int port) {
    return new CassandraServer(spec, port, Ports.free());
  }

  /**
   * A flush, because the commit log is synced each second only and a kill may cost what came after.
   */
  @Override
  void write(String key, String value) {
    ask(
        cql -> {
          cql.execute(
              "CREATE KEYSPACE IF NOT EXISTS k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
          cql.execute("CREATE TABLE IF NOT EXISTS k.t (id text PRIMARY KEY, v text)");
          return cql.execute("INSERT INTO k.t (id, v) VALUES (?, ?)", key, value);
        });
    await().pollDelay(SYNC_PERIOD.multipliedBy(2)).until(() -> true);
  }

  @Override
  Optional<String> read(String key) {
    return ask(
        cql -> {
          if (cql.getMetadata().getKeyspace("k").isEmpty()) {
            return Optional.empty();
          }
          Row row = cql.execute("SELECT v FROM k.t WHERE id = ?", key).one();
          return Optional.ofNullable(row).map(found -> found.getString("v"));
        });
  }

  private <T> T ask(Function<CqlSession, T> question) {
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.datacenter())
            .withConfigLoader(PATIENT)
            .build()) {
      return question.apply(session);
    }
  }
}
