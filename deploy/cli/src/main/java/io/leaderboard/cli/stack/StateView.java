package io.leaderboard.cli.stack;

import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Condition;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows a start as it goes on: in a terminal a line for each component that is written over, else a
 * line for each change. Not safe for use by several threads.
 */
final class StateView {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, Condition> shown = new HashMap<>();
  private int drawn;

  StateView(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(StackState state) {
    if (terminal) {
      redraw(state);
      return;
    }
    for (ComponentState component : state.components()) {
      if (component.condition() != shown.put(component.name(), component.condition())) {
        out.println(line(component));
      }
    }
  }

  /** What is other than at the last call, beginning with what is not ready. */
  void showChanges(StackState state) {
    for (ComponentState component : state.components()) {
      Condition former = shown.put(component.name(), component.condition());
      if (component.condition() != former
          && (former != null || component.condition() != Condition.READY)) {
        out.println(line(component));
      }
    }
  }

  /** After the start: one line for each component that has died since the last call. */
  void tellDeaths(StackState state) {
    for (ComponentState component : state.components()) {
      Condition former = shown.put(component.name(), component.condition());
      if (component.condition() == Condition.DIED && former != Condition.DIED) {
        out.println(line(component) + "; the rest runs on, \"up -d\" starts it again");
      }
    }
  }

  private void redraw(StackState state) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\033[").append(drawn).append('A');
    }
    for (ComponentState component : state.components()) {
      text.append(CLEAR_LINE).append(line(component)).append('\n');
    }
    drawn = state.components().size();
    out.print(text);
    out.flush();
  }

  private static String line(ComponentState component) {
    return "%-20s %s".formatted(component.name(), words(component));
  }

  private static String words(ComponentState component) {
    double seconds = component.millis() / 1_000.0;
    return switch (component.condition()) {
      case WAITING -> component.detail();
      case STARTING -> "is starting, %.0f s".formatted(seconds);
      case READY -> ready(component, seconds);
      case STOPPED -> "is stopped";
      case DIED -> "has died: " + component.detail() + " (" + component.log() + ")";
    };
  }

  private static String ready(ComponentState component, double seconds) {
    String detail = component.detail();
    if (detail.isEmpty() || detail.equals(HealthAnswer.CATCHING_UP)) {
      return "is %s on port %d after %.1f s"
          .formatted(detail.isEmpty() ? "ready" : detail, component.ports().get(0), seconds);
    }
    return "runs on port %d, but is %s".formatted(component.ports().get(0), detail);
  }
}
