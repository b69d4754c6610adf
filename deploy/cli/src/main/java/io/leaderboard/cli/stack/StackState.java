package io.leaderboard.cli.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor says of its stack.
 *
 * @param message why it failed; empty otherwise
 */
record StackState(
    Phase phase, String message, ProcessId supervisor, List<ComponentState> components) {
  StackState {
    components = List.copyOf(components);
  }

  /** What the supervisor is about. */
  enum Phase {
    STARTING,
    UP,
    STOPPING,
    STOPPED,
    FAILED
  }

  /** Where a component is. */
  enum Condition {
    WAITING,
    STARTING,
    READY,
    STOPPED,
    DIED
  }

  /**
   * One component.
   *
   * @param process null until it was started
   * @param millis how long it took, or takes, to be ready
   * @param detail what it waits for, or its last words
   */
  record ComponentState(
      String name,
      List<Integer> ports,
      @Nullable ProcessId process,
      Condition condition,
      long millis,
      String detail,
      String log) {}
}
