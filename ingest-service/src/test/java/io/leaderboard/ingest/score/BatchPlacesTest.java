package io.leaderboard.ingest.score;

import static io.leaderboard.ingest.score.BatchPlaces.Taking.FULL;
import static io.leaderboard.ingest.score.BatchPlaces.Taking.SHARE_USED;
import static io.leaderboard.ingest.score.BatchPlaces.Taking.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BatchPlacesTest {
  @Test
  void oneClientHasNoMoreThanItsShareAndAllNoMoreThanThereAre() {
    BatchPlaces places = new BatchPlaces(3, 2);
    assertThat(places.take("a")).isEqualTo(TAKEN);
    assertThat(places.take("a")).isEqualTo(TAKEN);
    assertThat(places.take("a")).isEqualTo(SHARE_USED);
    assertThat(places.take("b")).isEqualTo(TAKEN);
    assertThat(places.take("b")).isEqualTo(FULL);
    places.giveBack("a");
    assertThat(places.take("b")).isEqualTo(TAKEN);
    assertThat(places.take("c")).isEqualTo(FULL);
    places.giveBack("a");
    places.giveBack("b");
    places.giveBack("b");
    assertThat(places.size()).isZero();
  }
}
