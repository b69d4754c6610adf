package io.leaderboard.events.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.limit.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserProfileTest {
  @Test
  void takesAnyNameAndMayBeEmpty() {
    new UserProfile("", "", "");
    new UserProfile("<b>Zoë</b> 🏆", "https://example.org/a.png?x=1", "DE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "//host/a", "a.png", "http://", "ftp://h/a", "https:///x"})
  void refusesAnAddressThatIsNotOfTheWeb(String url) {
    assertThatThrownBy(() -> new UserProfile("", url, ""))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("avatarUrl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "D", "DEU", "D1"})
  void refusesWhatIsNoCountry(String country) {
    assertThatThrownBy(() -> new UserProfile("", "", country))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("country");
  }

  @Test
  void refusesALongNameAndControlCharacters() {
    assertThat(new UserProfile("x".repeat(128), "", "").displayName()).hasSize(128);
    assertThatThrownBy(() -> new UserProfile("x".repeat(129), "", ""))
        .hasMessageContaining("displayName");
    assertThatThrownBy(() -> new UserProfile("a\u0007", "", ""))
        .hasMessageContaining("displayName");
  }
}
