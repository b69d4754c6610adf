package io.leaderboard.cli.stack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the health of a service says, read for people.
 *
 * @param words {@value #READY}, {@value #CATCHING_UP}, {@value #NO_ANSWER}, or in a word what is
 *     wrong
 * @param reasons what is wrong and what to do, each a line
 */
record HealthAnswer(String words, List<String> reasons) {
  static final String READY = "ready";

  /** What a projector's health says while it reads what came while it was away. */
  static final String CATCHING_UP = "catching up with the log";

  static final String NO_ANSWER = "no answer";

  /** It does what it can, and something else not. */
  static final String WAITS = "waits";

  static final HealthAnswer SILENT = new HealthAnswer(NO_ANSWER, List.of());

  /** Under which a part of the health says why it waits, the most telling first. */
  private static final List<String> REASONS = List.of("waiting", "rebuildWaits", "reason", "error");

  /** Actuator's own part, which says no more than figures. */
  private static final String DISK = "diskSpace";

  private static final int REASON_CHARACTERS = 600;

  HealthAnswer {
    reasons = List.copyOf(reasons);
  }

  boolean isReady() {
    return words.equals(READY);
  }

  boolean isCatchingUp() {
    return words.equals(CATCHING_UP);
  }

  /** The words, and behind them the reasons. */
  String line() {
    return reasons.isEmpty() ? words : words + ": " + String.join("; ", reasons);
  }

  /**
   * Reads an answer of Actuator.
   *
   * @param status of HTTP
   */
  static HealthAnswer read(int status, String body) {
    Set<String> reasons = new LinkedHashSet<>();
    try {
      JsonNode health = JsonMapper.shared().readTree(body);
      health
          .path("components")
          .properties()
          .forEach(part -> reasons.addAll(reasons(part.getKey(), part.getValue())));
    } catch (JacksonException notHealth) {
      reasons.add("its health is not JSON");
    }
    boolean catchesUp = reasons.remove(CATCHING_UP);
    if (status == 200) {
      return new HealthAnswer(reasons.isEmpty() ? READY : WAITS, List.copyOf(reasons));
    }
    String words = catchesUp && reasons.isEmpty() ? CATCHING_UP : "not ready, status " + status;
    return new HealthAnswer(words, List.copyOf(reasons));
  }

  private static List<String> reasons(String name, JsonNode part) {
    JsonNode details = part.path("details");
    List<String> said =
        REASONS.stream()
            .map(details::path)
            .filter(JsonNode::isString)
            .map(reason -> oneLine(reason.asString()))
            .toList();
    if (!said.isEmpty() || part.path("status").asString("").equals("UP")) {
      return said;
    }
    if (name.equals(DISK)) {
      return List.of("the disk that it runs on is full: make room there");
    }
    String detail = oneLine(details.path("detail").asString(""));
    return List.of(
        "%s is %s%s"
            .formatted(
                name,
                part.path("status").asString("not known"),
                detail.isEmpty() ? "" : ", " + detail));
  }

  /** What comes from the network must not write over the terminal. */
  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= REASON_CHARACTERS ? line : line.substring(0, REASON_CHARACTERS) + "...";
  }
}
