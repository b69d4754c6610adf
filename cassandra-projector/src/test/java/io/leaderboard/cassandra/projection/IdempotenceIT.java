package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What the driver may send again by itself: everything but positions. */
class IdempotenceIT {
  @Test
  void everyStatementButThatOfPositionsIsIdempotentAndSentAtTheConfiguredConsistency() {
    try (TestStore store = new TestStore(Duration.ZERO)) {
      Map<String, Boolean> sent = new ConcurrentHashMap<>();
      RandomLog random = new RandomLog(400);
      CassandraProjection projection =
          store.projection(
              InterceptedSession.over(
                  store.session(),
                  request -> {
                    sent.merge(request.cql(), request.isIdempotent(), Boolean::logicalAnd);
                    return request.send();
                  }),
              random::games);
      random.replay.resumeAndApplyAll(projection, () -> 30);

      assertThat(sent).hasSizeGreaterThan(6);
      sent.forEach(
          (cql, idempotent) ->
              assertThat(idempotent)
                  .as(cql)
                  .isEqualTo(!cql.matches("INSERT INTO \\S+\\.projection_positions .*")));
      assertThat(archived(store.tables(store.session())))
          .allSatisfy(statement -> assertThat(statement.isIdempotent()).isTrue());
      assertThat(
              store
                  .session()
                  .getContext()
                  .getConfig()
                  .getDefaultProfile()
                  .getString(DefaultDriverOption.REQUEST_CONSISTENCY))
          .isEqualTo(DefaultConsistencyLevel.LOCAL_QUORUM.name());
    }
  }

  private static List<Statement<?>> archived(Store tables) {
    FinalPeriod period = new FinalPeriod("chess", "daily", "2026-11-21");
    FinalEntry entry = new FinalEntry(1, "ann", 1, null);
    FinalManifest manifest =
        new FinalManifest(period, 0, 1, 1, 0, 1, 1, "digest", 2, FinalFacts.UNKNOWN);
    return List.of(
        tables.finalPages().insert(new FinalPage(period, 0, List.of(entry)), 1),
        tables.finalPages().select(period, 0),
        tables.finalRanks().insert(manifest, entry, 1),
        tables.finalManifests().insertManifest(manifest, 1),
        tables.finalManifests().insertPeriod(manifest, 1),
        tables.finalManifests().selectEnd(period),
        tables.finalManifests().deletePeriod(period, Instant.EPOCH, 1));
  }
}
