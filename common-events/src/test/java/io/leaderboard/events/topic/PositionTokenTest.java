package io.leaderboard.events.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.limit.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTokenTest {
  private static final String TOPIC = "Xa9f2kQ2TnWq0b3c4d5e6A";

  @Test
  void namesTheLogThatItIsOf() {
    PositionToken token = PositionToken.of(new Position(3, 1_042), TOPIC);
    assertThat(token).hasToString("3:1042:Xa9f2k");
    assertThat(PositionToken.parse("after", "3:1042:Xa9f2k")).isEqualTo(token);
    assertThat(token.isOf(TOPIC)).isTrue();
    assertThat(token.isOf("Ya9f2kQ2TnWq0b3c4d5e6A")).isFalse();
    assertThat("3:1042:Xa9f2k").matches(PositionToken.PATTERN);
  }

  @Test
  void needNotSay() {
    PositionToken typed = PositionToken.parse("after", "3:1042");
    assertThat(typed.position()).isEqualTo(new Position(3, 1_042));
    assertThat(typed.isOf(TOPIC)).isTrue();
    assertThat(typed).hasToString("3:1042");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "3:4:5",
        "3:4:",
        "3:4:Xa9f2",
        "3:4:Xa9f2kQ",
        "3:4:Xa9f2k:",
        "3:4:Xa9f2\u00e9",
        "3::Xa9f2k",
        ":4:Xa9f2k",
        "03:4:Xa9f2k",
        "3:4 :Xa9f2k"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> PositionToken.parse("after", text))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("after must be partition:offset, such as 3:1042");
  }
}
