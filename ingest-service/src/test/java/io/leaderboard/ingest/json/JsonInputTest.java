package io.leaderboard.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonInputTest {
  static Stream<Arguments> tooLarge() {
    return Stream.of(
        Arguments.of("{\"a\":\"" + "x".repeat(20_000) + "\"}", "a"),
        Arguments.of("{\"a\":" + "1".repeat(257) + "}", "a"),
        Arguments.of("{\"" + "n".repeat(2_000) + "\":1}", null),
        Arguments.of("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}", "a[0][0][0][0][0][0][0][0]"));
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void validJsonBeyondALimitIsToldTheLimitsAndWhere(String json, @Nullable String field) {
    Problem problem = refused(json);
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.name()).isEqualTo("invalid-body");
    assertThat(problem.detail())
        .isEqualTo(
            "too large to be read: a text has at most 16384 characters, a name 1024, a number 256,"
                + " and at most 8 objects and arrays lie in one another");
    assertThat(problem.field()).isEqualTo(field);
  }

  static Stream<Arguments> noJson() {
    return Stream.of(
        Arguments.of("{\"a\":NaN}", ": NaN and Infinity are no JSON numbers"),
        Arguments.of("{\"a\":-Infinity}", ": NaN and Infinity are no JSON numbers"),
        Arguments.of("{\"a\":\"x\",}", ": there must be no } here"),
        Arguments.of("{a:1}", ": there must be no a here"),
        Arguments.of("{\"a\":\"x\"", ": it ends too early"),
        Arguments.of("{\"a\":\"x", ": it ends too early"),
        Arguments.of("{\"a\":tru}", ""),
        Arguments.of("{\"a\":01}", ""));
  }

  @ParameterizedTest
  @MethodSource("noJson")
  void whatIsNoJsonIsToldWhereAndWhy(String json, String why) {
    assertThat(refused(json).detail())
        .matches("not valid JSON at line 1, column \\d+\\Q" + why + "\\E");
  }

  @Test
  void aFieldThatIsNotKnownIsToldTheNearestOrThoseThereAre() {
    assertThat(unknown("user"))
        .isEqualTo("user is not a field that is known here: did you mean userId?");
    assertThat(unknown("speed"))
        .isEqualTo("speed is not a field that is known here; there are userId, score");
  }

  private static String unknown(String field) {
    byte[] json = ("{\"" + field + "\":1}").getBytes(StandardCharsets.UTF_8);
    return catchThrowableOfType(
            InvalidFieldException.class,
            () ->
                JsonInput.<Integer>read(
                    json,
                    input -> {
                      input.object(List.of("userId", "score"), name -> false);
                      return 0;
                    }))
        .getMessage();
  }

  private static Problem refused(String json) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> JsonInput.read(json.getBytes(StandardCharsets.UTF_8), JsonInputTest::read))
        .problem();
  }

  /** Reads an object of one text, number or array of arrays. */
  private static int read(JsonInput input) {
    input.object(
        List.of("a"),
        name -> {
          try {
            return input.text() != null;
          } catch (InvalidFieldException noText) {
            return array(input);
          }
        });
    return 0;
  }

  private static boolean array(JsonInput input) {
    input.array(1, i -> array(input));
    return true;
  }
}
