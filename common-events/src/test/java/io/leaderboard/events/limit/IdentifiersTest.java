package io.leaderboard.events.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  static final List<String> USERS = RandomEvents.USERS;

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "football", "2026", "a.b-c_d", "A..", "0-", "Go.9x9"})
  void takesNames(String name) {
    assertThat(Identifiers.requireName("gameId", name)).isSameAs(name);
    assertThat(Identifiers.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "-a", "_a", ".a", "a b", "a/b", "a:b", "a{b}", "é", "a\u0000", "a\n", "ａ",
        "🏆", "a%2F"
      })
  void refusesOtherNamesByField(String name) {
    assertThatThrownBy(() -> Identifiers.requireName("boards[0].id", name))
        .isInstanceOfSatisfying(
            InvalidFieldException.class,
            refused -> assertThat(refused.field()).isEqualTo("boards[0].id"))
        .hasMessageStartingWith("boards[0].id must be 1 to 64 characters");
    assertThat(Identifiers.isName(name)).isFalse();
  }

  @Test
  void takesNamesOf64CharactersAndNoMore() {
    assertThat(Identifiers.isName("x".repeat(64))).isTrue();
    assertThat(Identifiers.isName("x".repeat(65))).isFalse();
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> Identifiers.requireName("f", null)).hasMessageContaining("f must");
    assertThatThrownBy(() -> Identifiers.requireUserId("f", null)).hasMessageContaining("f must");
    assertThatThrownBy(() -> Identifiers.requireEventId("f", null)).hasMessageContaining("f must");
    assertThatThrownBy(() -> Identifiers.requireMetricName("f", null))
        .hasMessageContaining("f must");
  }

  @ParameterizedTest
  @FieldSource("USERS")
  void takesUserIdsOfAnyCharactersAndLeavesThemAsTheyAre(String userId) {
    assertThat(Identifiers.requireUserId("userId", userId)).isSameAs(userId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a\u0000b",
        "\n",
        "\t",
        "a\r",
        "\u001b[0m",
        "\u007f",
        "\u0085",
        "\u009f"
      })
  void refusesUserIdsThatAreEmptyDotsOrHaveControlCharacters(String userId) {
    assertThatThrownBy(() -> Identifiers.requireUserId("userId", userId))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("userId must");
  }

  @Test
  void refusesLoneSurrogates() {
    for (String lone :
        new String[] {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d", "\ud83d\ud83d"}) {
      assertThatThrownBy(() -> Identifiers.requireUserId("userId", lone))
          .hasMessage("userId must not have lone surrogates");
    }
  }

  @Test
  void countsTheLengthOfUserIdsInBytesOfUtf8() {
    for (String character : new String[] {"x", "é", "€", "😀"}) {
      int bytes = character.getBytes(StandardCharsets.UTF_8).length;
      int most = Identifiers.MAX_USER_ID_BYTES / bytes;
      String padding = "x".repeat(Identifiers.MAX_USER_ID_BYTES - most * bytes);
      String longest = character.repeat(most) + padding;
      assertThat(Identifiers.requireUserId("userId", longest)).isSameAs(longest);
      assertThatThrownBy(() -> Identifiers.requireUserId("userId", longest + "x"))
          .hasMessage("userId must be at most 128 bytes of UTF-8");
    }
  }

  @Test
  void agreesWithTheEncoderAboutEveryText() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x10000 : 0x200));
      }
      String value = text.toString();
      boolean legal =
          value.chars().noneMatch(Character::isISOControl)
              && StandardCharsets.UTF_8.newEncoder().canEncode(value);
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      int answer;
      try {
        answer = Identifiers.requireText("text", value, 1_000);
      } catch (InvalidFieldException e) {
        answer = -1;
      }
      assertThat(answer)
          .as("%s, %s", value.codePoints().mapToObj(Integer::toHexString).toList(), seed)
          .isEqualTo(legal ? bytes : -1);
    }
  }

  @Test
  void takesEventIdsOf1To64PrintableAsciiCharacters() {
    for (char c = 0; c < 0x200; c++) {
      String eventId = "e" + c;
      boolean printable = c >= 0x20 && c <= 0x7e;
      boolean taken;
      try {
        taken = Identifiers.requireEventId("eventId", eventId).equals(eventId);
      } catch (InvalidFieldException e) {
        taken = false;
      }
      assertThat(taken).as("character %x", (int) c).isEqualTo(printable);
    }
    assertThat(Identifiers.requireEventId("eventId", "x".repeat(64))).hasSize(64);
    assertThatThrownBy(() -> Identifiers.requireEventId("eventId", "x".repeat(65)))
        .hasMessage("eventId must be 1 to 64 printable ASCII characters");
    assertThatThrownBy(() -> Identifiers.requireEventId("eventId", ""))
        .hasMessage("eventId must be 1 to 64 printable ASCII characters");
  }

  @Test
  void agreesWithThePatternsAboutNamesAndMetrics() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    Pattern name = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    Pattern metric = Pattern.compile("[a-z][a-zA-Z0-9]{0,31}");
    String characters = "azAZ09._-/: {é`@[\n";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(4) == 0 ? random.nextInt(70) : random.nextInt(4);
      int choices = random.nextBoolean() ? characters.length() : 6;
      for (int j = 0; j < length; j++) {
        text.append(characters.charAt(random.nextInt(choices)));
      }
      String value = text.toString();
      assertThat(Identifiers.isName(value))
          .as("%s, %s", value, seed)
          .isEqualTo(name.matcher(value).matches());
      boolean isMetric;
      try {
        isMetric = Identifiers.requireMetricName("metric", value).equals(value);
      } catch (InvalidFieldException e) {
        isMetric = false;
      }
      assertThat(isMetric).as("%s, %s", value, seed).isEqualTo(metric.matcher(value).matches());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Ann", " Ann O\u2019Neil ", "\u5c71\u7530", "\ud83d\ude00", "e\u0301"})
  void aNameThatCanBeSeenIsTaken(String name) {
    assertThat(Identifiers.requireShown("displayName", name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u200bnn",
        "\u202enna",
        "\u2066ann\u2069",
        "ann\u200f",
        "\ufeffann",
        "a\u00adnn",
        "a\u2028b",
        "a\u2029b",
        "ann\udb40\udc41"
      })
  void whatCannotBeSeenAndChangesANameIsRefusedByItsCode(String name) {
    assertThatThrownBy(() -> Identifiers.requireShown("displayName", name))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageMatching("displayName must not have .* such as U\\+[0-9A-F]{4,6}");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0\u2003", "\u3000", "\u3164", "\u2800\u2800"})
  void aNameOfBlanksIsRefused(String name) {
    assertThatThrownBy(() -> Identifiers.requireShown("displayName", name))
        .hasMessage("displayName must have something that can be seen, or be empty");
  }
}
