package io.leaderboard.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthAnswerTest {
  @Test
  void whatIsUpWithNothingToSayIsReady() {
    assertThat(
            HealthAnswer.read(
                200,
                """
                {"status":"UP","components":{
                  "ping":{"status":"UP"},
                  "log":{"status":"UP","details":{"detail":"3 games"}}}}"""))
        .isEqualTo(new HealthAnswer(HealthAnswer.READY, List.of()));
  }

  @Test
  void aPartThatWaitsIsToldInItsOwnWordsAlsoWhenItTakesNobodysTrafficAway() {
    HealthAnswer answer =
        HealthAnswer.read(
            200,
            """
            {"status":"UP","components":{
              "finals":{"status":"UP","details":{"failing":1,"waiting":"g/b/may: too large"}},
              "redis":{"status":"UP","details":{"rebuildWaits":"Redis is full to within 5 %"}}}}""");

    assertThat(answer.words()).isEqualTo(HealthAnswer.WAITS);
    assertThat(answer.reasons())
        .containsExactly("g/b/may: too large", "Redis is full to within 5 %");
  }

  @Test
  void aPartThatIsDownWithoutAReasonIsNamed() {
    HealthAnswer answer =
        HealthAnswer.read(
            503,
            """
            {"status":"DOWN","components":{
              "projection":{"status":"OUT_OF_SERVICE","details":{"waiting":"Redis is full\\u001b[2J"}},
              "redis":{"status":"DOWN","details":{"detail":"no\\nanswer"}},
              "diskSpace":{"status":"DOWN","details":{"free":1}}}}""");

    assertThat(answer.words()).isEqualTo("not ready, status 503");
    assertThat(answer.reasons())
        .containsExactly(
            "Redis is full [2J",
            "redis is DOWN, no answer",
            "the disk that it runs on is full: make room there");
  }

  @Test
  void catchingUpIsOneOnlyWhereNothingElseIsWrong() {
    String projection =
        "\"projection\":{\"status\":\"OUT_OF_SERVICE\",\"details\":{\"waiting\":\"catching up with the log\"}}";

    assertThat(HealthAnswer.read(503, "{\"components\":{" + projection + "}}").isCatchingUp())
        .isTrue();
    HealthAnswer both =
        HealthAnswer.read(
            503, "{\"components\":{" + projection + ",\"redis\":{\"status\":\"DOWN\"}}}");
    assertThat(both.isCatchingUp()).isFalse();
    assertThat(both.reasons()).containsExactly("redis is DOWN");
  }

  @Test
  void whatIsNoHealthIsSaidToBeNone() {
    assertThat(HealthAnswer.read(200, "<html>").reasons())
        .containsExactly("its health is not JSON");
  }
}
