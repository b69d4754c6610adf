package io.leaderboard.query.health;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.Map;

/**
 * Whether this service can serve, as JSON has it.
 *
 * @param status the worst of its parts
 */
@JsonPropertyOrder({"status", "parts"})
record HealthReport(String status, Map<String, Part> parts) {
  /** From best to worst. */
  enum State {
    /** All is well. */
    UP("up"),
    /** Reads are answered, with something missing that the part names. */
    DEGRADED("degraded"),
    /** Reads are not answered. */
    DOWN("down");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** Its name in JSON. */
    String text() {
      return text;
    }
  }

  /**
   * One thing that this service depends on.
   *
   * @param detail for people
   */
  @JsonPropertyOrder({"status", "detail"})
  record Part(String status, String detail) {
    Part(State state, String detail) {
      this(state.text(), detail);
    }

    /** Whether nothing is missing. */
    boolean isWell() {
      return status.equals(State.UP.text());
    }

    /** Whether reads are answered in spite of it. */
    boolean allowsReads() {
      return !status.equals(State.DOWN.text());
    }
  }

  static HealthReport of(Map<String, Part> parts) {
    return new HealthReport(worst(parts.values()).text(), parts);
  }

  /** Whether reads are answered. */
  boolean allowsReads() {
    return !status.equals(State.DOWN.text());
  }

  private static State worst(Collection<Part> parts) {
    State worst = State.UP;
    for (Part part : parts) {
      for (State state : State.values()) {
        if (state.text().equals(part.status()) && state.compareTo(worst) > 0) {
          worst = state;
        }
      }
    }
    return worst;
  }
}
