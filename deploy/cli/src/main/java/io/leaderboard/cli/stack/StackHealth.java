package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a whole stack is.
 *
 * @param supervised whether the supervisor lives; without it what it had started is ending
 */
record StackHealth(List<ComponentHealth> components, Phase phase, boolean supervised) {
  /** Parts find each other again within moments of a start; what lasts longer is told. */
  private static final long SETTLES_SECONDS = 10;

  private static final long POLL_MILLIS = 250;

  StackHealth {
    components = List.copyOf(components);
  }

  /** Asks every component. */
  static StackHealth ask(StackPorts ports, RunningStack running) {
    HealthCheck check = new HealthCheck(ports);
    Map<String, String> lag = new ProjectionLag(ports.query()).byProjector();
    List<ComponentHealth> components = new ArrayList<>();
    for (ComponentState component : running.state().components()) {
      components.add(check.of(component, lag.getOrDefault(component.name(), "")));
    }
    return new StackHealth(components, running.state().phase(), running.supervisor().isPresent());
  }

  /** Asks until nothing is wrong, or what is wrong has lasted for some seconds. */
  static StackHealth settled(StackPorts ports, RunningStack running) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLES_SECONDS);
    StackHealth health = ask(ports, running);
    while (!health.troubles().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      health = ask(ports, running);
    }
    return health;
  }

  boolean isHealthy() {
    return supervised
        && phase == Phase.UP
        && components.stream().allMatch(ComponentHealth::healthy);
  }

  /** A line for each component that is not healthy: what is wrong, and what to do. */
  List<String> complaints() {
    return components.stream()
        .filter(component -> !component.healthy())
        .map(component -> "%s: %s".formatted(component.name(), component.detail()))
        .toList();
  }

  /** The same without those that are merely behind: that ends by itself. */
  List<String> troubles() {
    return components.stream()
        .filter(component -> !component.healthy())
        .filter(component -> !component.health().equals(HealthAnswer.CATCHING_UP))
        .map(
            component ->
                "%s %s: %s".formatted(component.name(), component.health(), component.detail()))
        .toList();
  }
}
