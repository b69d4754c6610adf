package io.leaderboard.events.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.Seed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("userId", "score", "period", "radius", "limit", "cursor", "after", "k");

  @ParameterizedTest
  @CsvSource({
    "user, userId", // too short
    "perod, period", // one left out
    "raduis, radius", // two swapped
    "Limit, limit", // another case
    "lmt, limit", // two left out
    "USERID, userId",
    "scroe, score"
  })
  void theNearestIsFound(String asked, String meant) {
    assertThat(DidYouMean.nearest(asked, KNOWN)).contains(meant);
    assertThat(DidYouMean.hint(asked, KNOWN)).isEqualTo(": did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"offset", "country", "q", "id", "utm_source", "''"})
  void whatIsNearNoneIsToldAllOfThem(String asked) {
    assertThat(DidYouMean.nearest(asked, KNOWN)).isEmpty();
    assertThat(DidYouMean.hint(asked, KNOWN))
        .isEqualTo("; there are userId, score, period, radius, limit, cursor, after, k");
    assertThat(DidYouMean.hint(asked, List.of())).isEqualTo("; there are none");
  }

  @Test
  void ofTwoThatAreAsNearTheFirstIsTaken() {
    assertThat(DidYouMean.nearest("chess-3", List.of("chess-1", "chess-2"))).contains("chess-1");
    assertThat(DidYouMean.nearest("chess-21", List.of("chess-1", "chess-2"))).contains("chess-1");
  }

  @Test
  void whateverIsChangedInThreePlacesAtMostIsFoundAgain() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < 10_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(8, 61); name.length() < length; ) {
        name.append((char) ('a' + random.nextInt(26)));
      }
      StringBuilder changed = new StringBuilder(name);
      for (int mistakes = random.nextInt(4); mistakes > 0; mistakes--) {
        int at = random.nextInt(changed.length());
        char letter = (char) ('a' + random.nextInt(26));
        switch (random.nextInt(3)) {
          case 0 -> changed.insert(at, letter);
          case 1 -> changed.deleteCharAt(at);
          default -> changed.setCharAt(at, letter);
        }
      }
      assertThat(DidYouMean.nearest(changed.toString(), List.of(name.toString())))
          .as("%s: %s of %s", seed, changed, name)
          .contains(name.toString());
    }
  }

  @Test
  void aNameLongerThanAnyKnownOneIsNotCompared() {
    assertThat(DidYouMean.nearest("x".repeat(65), List.of("x".repeat(64)))).isEmpty();
  }
}
