package io.leaderboard.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SessionsTest {
  @Test
  void whereAllPlayAlikeEverybodyPlaysBeforeAnybodyPlaysTwice() {
    for (int users : new int[] {1, 2, 999, 65_536, 100_000}) {
      Sessions sessions = new Sessions(3, users, Distribution.UNIFORM, 1);
      BitSet played = new BitSet();
      for (int i = 0; i < users; i++) {
        assertThat(sessions.game(i * 3L + 1)).isEqualTo(1);
        played.set(sessions.user(i * 3L + 1));
      }
      assertThat(played.cardinality()).isEqualTo(users);
      for (int i = 0; i < 1_000; i++) {
        assertThat(sessions.user(users * 3L + i)).isBetween(0, users - 1);
      }
    }
  }

  @Test
  void whoScoresWhatFollowsFromTheSeed() {
    Sessions one = new Sessions(1, 1_000, Distribution.parse("zipf:1.0"), 5);
    Sessions same = new Sessions(1, 1_000, Distribution.parse("zipf:1.0"), 5);
    Sessions other = new Sessions(1, 1_000, Distribution.parse("zipf:1.0"), 6);
    int differing = 0;
    for (long i = 0; i < 1_000; i++) {
      assertThat(one.user(i)).isEqualTo(same.user(i));
      assertThat(one.score(i)).isEqualTo(same.score(i)).isBetween(1L, 1_000_000L);
      differing += one.score(i) == other.score(i) ? 0 : 1;
    }
    assertThat(differing).isGreaterThan(900);
  }

  @Test
  void usersOfAZipfDistributionPlayInProportionToTheirRank() {
    int users = 1_000;
    int draws = 1_000_000;
    Sessions sessions = new Sessions(1, users, Distribution.parse("zipf:1.0"), 11);
    int[] count = new int[users];
    for (long i = 0; i < draws; i++) {
      count[sessions.user(i)]++;
    }
    double harmonic = 0;
    for (int k = 1; k <= users; k++) {
      harmonic += 1.0 / k;
    }
    for (int k : new int[] {1, 2, 3, 10, 100}) {
      double expected = draws / (k * harmonic);
      assertThat((double) count[k - 1]).isCloseTo(expected, within(6 * Math.sqrt(expected)));
    }
  }

  @Test
  void aDistributionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Distribution.parse("zipf"))
        .hasMessageContaining("must be uniform or zipf:S");
    assertThat(Distribution.parse("zipf:0.5")).hasToString("zipf:0.5");
  }

  @Test
  void idsAreInTheOrderOfTheNumbersAndReadBack() {
    UserNames names = new UserNames(1_000);
    String before = "";
    for (int user = 0; user < 1_000 + UserNames.PROBES; user++) {
      assertThat(names.of(user)).isGreaterThan(before);
      assertThat(names.number(names.of(user))).isEqualTo(user);
      before = names.of(user);
    }
    assertThat(names.number("u001")).isEqualTo(-1);
    assertThat(names.number("u1000")).isEqualTo(-1);
    assertThat(names.number("z8")).isEqualTo(-1);
  }
}
