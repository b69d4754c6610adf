package io.leaderboard.ingest.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent ends in an event that the log can hold, or in a problem. */
final class ScoreReaderFuzzTest {
  private static final int ROUNDS = 50_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"gameId\":\"g\",\"userId\":\"u\",\"score\":12.5,\"eventId\":\"e\",\"matchId\":\"m\"}",
          "{\"gameId\":\"g\",\"userId\":\"\\ud83c\\udfc6\",\"score\":-1e2,\"metrics\":{\"km\":1}}",
          "{\"gameId\":\"g\",\"userId\":\"\u00e9\",\"score\":0,\"metadata\":{\"a\":\"b\",\"c\":\"\"}}",
          "{\"gameId\":\"g\",\"userId\":\"u\",\"score\":1,\"occurredAt\":\"2020-02-29T12:00:00.5Z\"}");

  private static final List<String> PIECES =
      List.of(
          "NaN",
          "Infinity",
          "1e400",
          "1e999999999",
          "1e-999999999",
          "1e99999999999999999999",
          "9007199254740992",
          "null",
          "[",
          "]",
          "{",
          "}",
          "\"",
          ",",
          ":",
          "\\u0000",
          "\\ud800",
          "\\udfff",
          "\u0000",
          "-",
          ".",
          "0",
          "\\",
          "\"score\":",
          "\"userId\":",
          "\ufeff");

  @Test
  void everyInputIsAnEventOrAProblem() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int events = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] input = mutate(random, SEEDS.get(random.nextInt(SEEDS.size())));
      try {
        if (isEvent(input)) {
          events++;
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
      }
    }
    // Else the mutations would be too wild to test what comes behind the syntax.
    assertThat(events).as("seed %d", seed).isGreaterThan(ROUNDS / 100);
  }

  private static boolean isEvent(byte[] input) throws Exception {
    try {
      ScoreInput score = JsonInput.read(input, ScoreReader::read);
      ScoreEvent event = ScoreEvents.of(score, GameDefinition.automatic("g"), "e", 0);
      assertThat(ScoreRecordCodec.decode(ScoreRecordCodec.encode(event))).isEqualTo(event);
      return true;
    } catch (InvalidFieldException e) {
      assertThat(e.field()).isNotEmpty();
      assertThat(e.getMessage()).startsWith(e.field());
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(400);
    }
    return false;
  }

  private static byte[] mutate(Random random, String seed) {
    StringBuilder text = new StringBuilder(seed);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(4));
      text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
