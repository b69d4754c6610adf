package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.projection.ResumePoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As many closings as a log may have games. */
class ManyClosingsIT {
  private static final int GAMES = 100_000;

  @Test
  @Tag("long")
  void aResumeWithTheClosingsOfManyGamesIsReadPageByPageAndTakesSeconds() {
    try (TestStore store = new TestStore(Duration.ZERO)) {
      Store tables = store.tables(store.session());
      Requests.Round round = tables.requests().round();
      for (int i = 0; i < GAMES; i++) {
        tables
            .closings()
            .send(
                ProjectionNames.BOARDS,
                0,
                List.of(new ClosingEntry(i, "game-" + i, 1_000 + i)),
                round);
      }
      tables.positions().sendApplied(ProjectionNames.BOARDS, 0, GAMES, round);
      tables.positions().sendConfirmed(ProjectionNames.BOARDS, 0, GAMES, round);
      tables.positions().sendConfirmed(ProjectionNames.EVENTS, 0, GAMES, round);
      round.await();
      CassandraProjection projection = store.projection(() -> Games.NONE);

      long began = System.nanoTime();
      Map<Integer, ResumePoint> resumed = projection.resume(List.of(0));
      Duration took = Duration.ofNanos(System.nanoTime() - began);

      System.err.println("Resumed with " + GAMES + " closings in " + took.toMillis() + " ms");
      assertThat(resumed.get(0).closedThrough()).hasSize(GAMES).containsEntry("game-7", 1_007L);
      assertThat(took).isLessThan(Duration.ofSeconds(20));
    }
  }
}
