package io.leaderboard.cassandra.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.score.ScoreEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserMonthTest {
  @Test
  void theMonthIsThatOfUtc() {
    assertThat(month("2026-10-31T23:59:59.999Z")).isEqualTo(202610);
    assertThat(month("2026-11-01T00:00:00Z")).isEqualTo(202611);
    assertThat(month("1900-01-01T00:00:00Z")).isEqualTo(190001);
    assertThat(month("9999-12-31T23:59:59Z")).isEqualTo(999912);
  }

  @Test
  void aSliceHasNoMoreRowsThanOffsets() {
    assertThat(UserMonth.of((1L << 20) - 1, event("2026-11-21T00:00:00Z")).slice()).isZero();
    assertThat(UserMonth.of(1L << 20, event("2026-11-21T00:00:00Z")).slice()).isEqualTo(1);
    assertThat(UserMonth.of((1L << 50), event("2026-11-21T00:00:00Z")).slice()).isEqualTo(1 << 30);
  }

  @Test
  void theLeastRecentlyUsedMonthIsForgottenFirst() {
    List<UserMonth> months =
        List.of(
            new UserMonth("g", "a", 202611, 0),
            new UserMonth("g", "b", 202611, 0),
            new UserMonth("g", "c", 202611, 0));
    KnownMonths known = new KnownMonths(2);
    known.addAll(months.subList(0, 2));
    assertThat(known.contains(months.get(0))).isTrue();
    known.addAll(months.subList(2, 3));

    assertThat(known.contains(months.get(0))).isTrue();
    assertThat(known.contains(months.get(1))).isFalse();
    assertThat(known.contains(months.get(2))).isTrue();
  }

  private static int month(String occurredAt) {
    return UserMonth.of(0, event(occurredAt)).month();
  }

  private static ScoreEvent event(String occurredAt) {
    long at = Instant.parse(occurredAt).toEpochMilli();
    return new ScoreEvent("e", "g", "u", 1, 0, Map.of(), at, at, null, Map.of());
  }
}
