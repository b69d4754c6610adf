package io.leaderboard.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.web.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams that are open, in all and of each address. */
class ViewerPlacesTest {
  private final ViewerPlaces places =
      new ViewerPlaces(
          new StreamProperties(
              Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(10), 3, 2, 1));

  private static int refused(Runnable take) {
    var problem = new int[1];
    assertThatThrownBy(take::run)
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> problem[0] = refusal.problem().status());
    return problem[0];
  }

  @Test
  void anAddressHasAsManyAsItMayAndAllTogetherHaveAsManyAsThereAre() {
    places.take("a");
    places.take("a");
    assertThat(refused(() -> places.take("a"))).isEqualTo(429);
    places.take("b");
    assertThat(refused(() -> places.take("c"))).isEqualTo(503);
    assertThat(places.taken()).isEqualTo(3);
    places.giveBack("a");
    places.take("c");
    places.giveBack("c");
    places.take("a");
    assertThat(places.taken()).isEqualTo(3);
  }
}
