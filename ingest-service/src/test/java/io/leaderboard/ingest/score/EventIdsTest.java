package io.leaderboard.ingest.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.limit.Identifiers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventIdsTest {
  @Test
  void idsOfAllThreadsDifferAndAreAllowed() {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 100_000)
        .parallel()
        .forEach(i -> ids.add(Identifiers.requireEventId("eventId", EventIds.next())));
    assertThat(ids).hasSize(100_000);
  }
}
