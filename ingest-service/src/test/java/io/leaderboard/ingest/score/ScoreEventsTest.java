package io.leaderboard.ingest.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.time.Rfc3339;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ScoreEventsTest {
  private static final long NOW = Rfc3339.parse("now", "2026-11-30T12:00:00Z");

  @Test
  void anEventOccursWhenItIsSaidToAndNeverAfterItIsTaken() {
    assertThat(at(null).occurredAt()).isEqualTo(NOW);
    assertThat(at(NOW - 1).occurredAt()).isEqualTo(NOW - 1);
    assertThat(at(NOW).occurredAt()).isEqualTo(NOW);
    for (long ahead : new long[] {1, 240_000, ScoreEvents.MAX_AHEAD_MILLIS}) {
      ScoreEvent event = at(NOW + ahead);
      assertThat(event.occurredAt()).isEqualTo(NOW);
      assertThat(event.acceptedAt()).isEqualTo(NOW);
    }
  }

  @Test
  void moreThanFiveMinutesAheadIsRefusedWithTheTimeThatItIs() {
    assertThatThrownBy(() -> at(NOW + ScoreEvents.MAX_AHEAD_MILLIS + 1))
        .hasMessage("occurredAt must not be more than 5 minutes ahead: it is 2026-11-30T12:00:00Z");
  }

  private static ScoreEvent at(@Nullable Long occurredAt) {
    ScoreInput input =
        new ScoreInput("g", "u", BigDecimal.ONE, "e", occurredAt, Map.of(), null, Map.of());
    return ScoreEvents.of(input, GameDefinition.automatic("g"), "e", NOW);
  }
}
