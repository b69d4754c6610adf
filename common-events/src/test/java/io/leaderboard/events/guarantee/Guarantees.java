package io.leaderboard.events.guarantee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those that a test asserts, which are all but the ones that it gives up. Immutable. */
public final class Guarantees {
  private static final List<Guarantee> ALL =
      List.of(
          new NothingAcknowledgedLost(),
          new OrderPerUser(),
          new ExactlyOnceEffect(),
          new NothingMalformedVanishes(),
          new NoGameTouchesAnother(),
          new ReplayGivesTheSameDigest());

  /** Of each, at most so many violations are told. */
  private static final int TOLD = 5;

  private final List<Guarantee> kept;
  private final Map<String, String> givenUp;

  private Guarantees(List<Guarantee> kept, Map<String, String> givenUp) {
    this.kept = kept;
    this.givenUp = givenUp;
  }

  /** Every one that there is. */
  public static Guarantees all() {
    return new Guarantees(ALL, Map.of());
  }

  /**
   * Without one of them.
   *
   * @param why what the test does, or has not, that it cannot hold or show it
   */
  public Guarantees givingUp(Class<? extends Guarantee> one, String why) {
    List<Guarantee> others = kept.stream().filter(each -> !one.isInstance(each)).toList();
    if (others.size() == kept.size() || why.isBlank()) {
      throw new IllegalArgumentException(one + " is not kept, or is given up for no reason");
    }
    Map<String, String> reasons = new LinkedHashMap<>(givenUp);
    reasons.put(one.getSimpleName(), why);
    return new Guarantees(others, reasons);
  }

  /**
   * What the history was up to here is legal. Then it is {@linkplain History#settle settled}.
   *
   * @throws AssertionError that names every guarantee which is broken, and by what
   */
  public void requireKept(History history) {
    List<String> broken = new ArrayList<>();
    for (Guarantee each : kept) {
      List<String> violations = each.violations(history);
      if (!violations.isEmpty()) {
        broken.add(
            each.name()
                + " is broken: "
                + String.join("\n  ", violations.subList(0, Math.min(TOLD, violations.size())))
                + (violations.size() > TOLD
                    ? "\n  and %d more".formatted(violations.size() - TOLD)
                    : ""));
      }
    }
    if (!broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
    history.settle();
  }

  /**
   * At the end of a run: each could have been broken in it, so that its being kept says something.
   *
   * @throws AssertionError that names those of which the history shows nothing
   */
  public void requireShown(History history) {
    List<String> unseen =
        kept.stream().filter(each -> !each.isShownBy(history)).map(Guarantee::name).toList();
    if (!unseen.isEmpty()) {
      throw new AssertionError("Nothing in this run could have broken " + unseen);
    }
  }

  /** What is kept, and what is given up and why. */
  @Override
  public String toString() {
    return kept.stream().map(Guarantee::name).toList() + ", without " + givenUp;
  }
}
