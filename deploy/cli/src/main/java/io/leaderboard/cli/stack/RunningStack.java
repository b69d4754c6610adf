package io.leaderboard.cli.stack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stack of which at least one process is alive.
 *
 * @param supervisor empty when it was killed; what it had started ends by itself then
 * @param components the processes that are alive
 */
record RunningStack(
    StackState state, Optional<ProcessHandle> supervisor, List<ProcessHandle> components) {
  RunningStack {
    components = List.copyOf(components);
  }

  static Optional<RunningStack> find(StackDirectory directory) {
    return directory.state().read().map(RunningStack::of).filter(RunningStack::isAlive);
  }

  private static RunningStack of(StackState state) {
    List<ProcessHandle> alive =
        state.components().stream()
            .flatMap(component -> Stream.ofNullable(component.process()))
            .flatMap(process -> process.find().stream())
            .toList();
    return new RunningStack(state, state.supervisor().find(), alive);
  }

  private boolean isAlive() {
    return supervisor.isPresent() || !components.isEmpty();
  }
}
