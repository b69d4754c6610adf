package io.leaderboard.events.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.limit.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @ParameterizedTest
  @ValueSource(strings = {"0:0", "3:1042", "2147483647:9223372036854775807"})
  void readsWhatItWrites(String text) {
    assertThat(Position.parse("after", text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "3",
        "3:",
        ":3",
        "3:4:5",
        "-1:0",
        "0:-1",
        "3:-0",
        "+3:0",
        "3:+0",
        "03:1",
        "3:01",
        " 3:1",
        "3:1 ",
        "3:1e3",
        "0x3:1",
        "٣:١",
        "2147483648:0",
        "0:9223372036854775808",
        "3:1,4:2",
        "00000000000000000000000000000000003:1"
      })
  void refusesWhatIsNoPositionByField(String text) {
    assertThatThrownBy(() -> Position.parse("after", text))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, refused -> assertThat(refused.field()).isEqualTo("after"))
        .hasMessage("after must be partition:offset, such as 3:1042");
  }

  @Test
  void hasNoNegativeParts() {
    assertThatThrownBy(() -> new Position(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
