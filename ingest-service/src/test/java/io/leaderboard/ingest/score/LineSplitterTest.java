package io.leaderboard.ingest.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineSplitterTest {
  private static final int MAX_LINE = 200;

  @Test
  void howTheStreamIsCutMakesNoDifference() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String text = lines(random);
      List<String> whole = split(text, List.of(text.length()));
      assertThat(split(text, cuts(random, text.length()))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void aLineIsReadWhenItIsAsLongAsAllowedAndRejectedOnceWhenItIsLonger() {
    String start = "{\"gameId\":\"g\",\"userId\":\"u\",\"score\":1";
    String longest = start + " ".repeat(MAX_LINE - start.length() - 1) + "}";
    assertThat(split(longest + "\n" + longest + " \n" + longest, List.of(1_000)))
        .containsExactly("0 u", "1 line-too-long", "2 u");
  }

  @Test
  void aLineWithoutAnIdGetsThatOfTheStreamAndItsNumber() {
    byte[] two =
        """
        {"gameId":"g","userId":"u","score":1}
        {"gameId":"g","userId":"u","score":1,"eventId":"mine"}

        {"gameId":"g","userId":"u","score":1}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ids(two, new StreamIds("k".repeat(48), 999_999_999)))
        .containsExactly("k".repeat(48) + "-999999999", "mine", "k".repeat(48) + "-1000000002");
    // Without a key the stream ends at the first line that would need one.
    assertThat(ids(two, new StreamIds(null, 0))).containsExactly("no-event-id");
  }

  private static List<String> ids(byte[] lines, StreamIds ids) {
    LineSplitter splitter = new LineSplitter(MAX_LINE, ids);
    List<BatchEntry> entries = new ArrayList<>(splitter.split(lines));
    entries.addAll(splitter.end());
    return entries.stream()
        .map(
            entry -> {
              ScoreInput score = entry.score();
              return score == null
                  ? describe(entry).split(" ")[1]
                  : String.valueOf(score.eventId());
            })
        .toList();
  }

  @Test
  void ofALineThatNeverEndsNothingIsHeld() {
    LineSplitter splitter = new LineSplitter(MAX_LINE, new StreamIds("key", 0));
    List<BatchEntry> entries = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      entries.addAll(splitter.split(new byte[500]));
    }
    assertThat(entries).hasSize(1);
    assertThat(splitter.held()).hasSizeLessThanOrEqualTo(MAX_LINE);
    assertThat(splitter.end()).isEmpty();
  }

  private static String lines(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(8); n >= 0; n--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append("\r");
        case 1 -> text.append("x".repeat(random.nextInt(2 * MAX_LINE)));
        default ->
            text.append("{\"gameId\":\"g\",\"userId\":\"u").append(n).append("\",\"score\":1}");
      }
      text.append(n == 0 && random.nextBoolean() ? "" : "\n");
    }
    return text.toString();
  }

  private static List<Integer> cuts(Random random, int length) {
    List<Integer> cuts = new ArrayList<>();
    for (int left = length; left > 0; left -= cuts.get(cuts.size() - 1)) {
      cuts.add(1 + random.nextInt(50));
    }
    return cuts;
  }

  private static List<String> split(String text, List<Integer> sizes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LineSplitter splitter = new LineSplitter(MAX_LINE, new StreamIds("key", 0));
    List<BatchEntry> entries = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      int to = Math.min(bytes.length, from + size);
      entries.addAll(splitter.split(Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
    entries.addAll(splitter.end());
    return entries.stream().map(LineSplitterTest::describe).toList();
  }

  private static String describe(BatchEntry entry) {
    ScoreInput score = entry.score();
    if (score != null) {
      return entry.index() + " " + score.userId();
    }
    return entry.index() + " " + (entry.refused() == null ? "" : entry.refused().name());
  }
}
