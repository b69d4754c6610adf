package io.leaderboard.redis;

import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.RuleChange;
import io.leaderboard.events.guarantee.RuleChange.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What comes to the stores by the log: rules, closings, records that cannot be decoded. */
public final class LogFaults {
  /** Ends the message when changed rules never come to be live. */
  static final String NOT_LIVE = "games live under their latest rules";

  private static final int MALFORMED = 12;

  private final FaultRun run;
  private final FaultStack stack;
  private final Map<String, Function<Games, Map<String, Progress>>> watched = new LinkedHashMap<>();

  /** Adds its actions to a run. */
  public LogFaults(FaultRun run, FaultStack stack) {
    this.run = run;
    this.stack = stack;
    watched.put("Redis", stack.held()::progress);
    run.on("definitions", () -> stack.define(run.games().definition(run.anyGame())));
    run.on("definitions of several games", this::defineSeveral);
    run.on("closings", () -> stack.log().close(run.anyGame(), run.games().somewhen()));
    run.on("malformed records", this::sendMalformed);
  }

  /**
   * That no game touches another is looked at in this store too.
   *
   * @param progress what each game is written to, and how far its readers see
   */
  public void alsoWatch(String store, Function<Games, Map<String, Progress>> progress) {
    watched.put(store, progress);
  }

  /** All but one, at once, while nothing else goes on: the one must not notice. */
  private void defineSeveral() {
    run.whileLittleFlows(stack.first()::awaitStarted);
    run.whileLittleFlows(this::awaitNothingFilled);
    List<String> changed = new ArrayList<>(FaultGames.GAMES);
    Collections.shuffle(changed, run.random());
    changed.remove(0);
    Map<String, List<Map<String, Progress>>> seen = new LinkedHashMap<>();
    watched.keySet().forEach(store -> seen.put(store, new ArrayList<>()));
    look(seen);
    changed.forEach(game -> stack.define(run.games().definition(game)));
    run.whileLittleFlows(() -> awaitChanged(seen));
    seen.forEach(
        (store, each) ->
            stack.log().history().rulesChanged(new RuleChange(store, Set.copyOf(changed), each)));
  }

  private void awaitChanged(Map<String, List<Map<String, Progress>>> seen) {
    await("the changed " + NOT_LIVE)
        .atMost(stack.soon())
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              look(seen);
              stack.held().requireLatestRules(stack.games());
            });
  }

  private void look(Map<String, List<Map<String, Progress>>> seen) {
    Games games = stack.games();
    watched.forEach((store, progress) -> seen.get(store).add(progress.apply(games)));
  }

  private void awaitNothingFilled() {
    await("all " + NOT_LIVE)
        .atMost(stack.soon())
        .ignoreExceptions()
        .untilAsserted(() -> stack.held().requireLatestRules(stack.games()));
  }

  private void sendMalformed() {
    for (int i = 0; i < MALFORMED; i++) {
      stack.log().sendMalformed(run.random());
    }
    stack.log().sendMalformedWithLargestHeader(run.random());
  }
}
