package io.leaderboard.redis;

import static org.awaitility.Awaitility.await;

import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.reference.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What goes wrong where there is Redis alone: thousands of events a second, two processes of which
 * one is killed and paused, and a Redis that is killed, emptied and set back.
 */
public final class RedisFaults {
  private static final int ACTIONS_A_ROUND = 5;

  /** Every 10 ms: about 2,000 a second. */
  private static final int EVENTS_AT_ONCE = 20;

  private static final int MOST_PAUSES = 8;
  private static final int MOST_TRIES = 5;
  private static final String PAUSES = "pauses";
  private static final String PAUSES_IN_A_LOAD = "pauses of one that loads";
  private static final String SECONDS_STARTED = "starts of a second instance";
  private static final String FENCES = "fences";

  /** Long enough that a filling has folded what it is to load. */
  private static final Duration WRITES_HELD = Duration.ofSeconds(3);

  private static final Pattern RESUMED = Pattern.compile("resumes at \\d");
  private static final Pattern ASSIGNED = Pattern.compile("partitions assigned: \\[\\w");
  private static final Pattern MISMATCHED = Pattern.compile("Begins again: (?![Gg]eneration)");
  private static final Pattern MOVED_ON = Pattern.compile("Begins again: Bucket");
  private static final Pattern LOAD_FENCED =
      Pattern.compile("Begins again: The loading of partition \\d+ .* cannot go on");
  private static final Pattern HEALED = Pattern.compile("reads again from there");
  private static final Pattern BEGUN = Pattern.compile("\\(generation \\w+\\)");
  private static final Pattern SWITCHED = Pattern.compile("is complete and live");
  private static final Pattern JOINED = Pattern.compile("has joined");

  private final FaultStack stack;
  private final FaultRun run;

  public RedisFaults(FaultStack stack, Seed seed, Guarantees guarantees) {
    this.stack = stack;
    this.run = new FaultRun(stack, seed, guarantees, ACTIONS_A_ROUND, EVENTS_AT_ONCE);
    new LogFaults(run, stack);
    run.on("kills of a projector", this::killAProjector);
    run.on("kills of one that fills", this::killOneThatFills);
    run.on(PAUSES, () -> pauseUntilOthersOwn(false));
    run.on(PAUSES_IN_A_LOAD, () -> pauseUntilOthersOwn(true));
    run.on("kills of a second instance", this::killTheSecond);
    run.on("kills of redis", () -> hurtRedis(stack.redis()::kill));
    run.on("losses of redis", () -> hurtRedis(stack.redis()::wipe));
    run.on("set-backs of redis", this::setBack);
    run.on("kills of kafka", this::killKafka);
    run.on("rebuilds", this::rebuild);
    run.count(SECONDS_STARTED, 0);
    run.count(FENCES, 0);
  }

  /** The run that they are the actions of. */
  public FaultRun run() {
    return run;
  }

  /**
   * Runs so many rounds, and more as long as nobody was fenced, or nobody who loads; then replays
   * everything. Returns how often what happened.
   */
  public Map<String, Long> run(int rounds) throws Exception {
    run.rounds(rounds);
    for (int i = 0; i < MOST_PAUSES && (run.counted(FENCES) == 0 || fencedLoads() == 0); i++) {
      run.round(List.of(fencedLoads() == 0 ? PAUSES_IN_A_LOAD : PAUSES));
    }
    stack.replay("from the log", "{}");
    countWhatWasLogged();
    return run.end();
  }

  private void killAProjector() {
    stack.first().kill();
    FaultRun.flowFor(Duration.ofMillis(200));
    stack.first().start();
  }

  /** In the middle of a rebuild, which who comes next goes on with. */
  private void killOneThatFills() {
    for (int i = 0; i < MOST_TRIES; i++) {
      rebuild();
      FaultRun.flowFor(upTo(300));
      stack.first().kill();
      boolean inTheMiddle = stack.held().isFilling();
      stack.first().start();
      if (inTheMiddle) {
        return;
      }
    }
    throw new AssertionError("each rebuild was over before its process was killed");
  }

  /** SIGSTOP in the middle of something; it wakes up when its partitions belong to the other. */
  private void pauseUntilOthersOwn(boolean inALoad) {
    startTheSecond();
    run.whileLittleFlows(stack.first()::awaitStarted);
    run.whileLittleFlows(stack.second()::awaitStarted);
    await("both are ready")
        .atMost(stack.soon())
        .until(() -> stack.first().isReady() && stack.second().isReady());
    FaultRun.flowFor(Duration.ofMillis(500).plus(upTo(500)));
    for (int i = 0; inALoad && i < MOST_TRIES && !stack.holdALoad(WRITES_HELD); i++) {
      FaultRun.flowFor(Duration.ofMillis(500));
    }
    long assigned = stack.second().logged(ASSIGNED);
    long mismatched = stack.first().logged(MOVED_ON);
    stack.first().pause();
    await("the second is given what the first had, and goes on with it")
        .atMost(stack.soon())
        .until(() -> stack.second().logged(RESUMED, ASSIGNED, assigned));
    FaultRun.flowFor(Duration.ofMillis(300));
    stack.first().wake();
    // What it had folded before, or had under way, meets positions that another has moved.
    FaultRun.flowFor(Duration.ofSeconds(1));
    run.count(FENCES, stack.first().logged(MOVED_ON) - mismatched);
  }

  private void killTheSecond() {
    startTheSecond();
    FaultRun.flowFor(upTo(4_000));
    stack.second().kill();
    FaultRun.flowFor(upTo(500));
    startTheSecond();
  }

  private void startTheSecond() {
    if (!stack.second().isRunning()) {
      stack.second().start();
      run.count(SECONDS_STARTED, 1);
    }
  }

  private void hurtRedis(Runnable hurt) {
    hurt.run();
    FaultRun.flowFor(Duration.ofMillis(200));
    stack.redis().start();
  }

  private void setBack() {
    Map<String, byte[]> snapshot = stack.held().snapshot();
    FaultRun.flowFor(Duration.ofMillis(500));
    stack.held().setBack(snapshot);
  }

  private void killKafka() {
    stack.kafka().kill();
    stack.kafka().start();
  }

  private void rebuild() {
    run.whileLittleFlows(stack.first()::awaitStarted);
    await("a rebuild begins").atMost(stack.soon()).until(() -> stack.first().rebuild());
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(run.random().nextInt(millis));
  }

  private void countWhatWasLogged() {
    // The first one got all of them when it started.
    run.count("moves of ownership", logged(ASSIGNED) - 1);
    run.count("fenced loads", fencedLoads());
    run.count("mismatches", logged(MISMATCHED));
    run.count("heals", logged(HEALED));
    run.count("generations begun", logged(BEGUN));
    run.count("joins", logged(JOINED));
    run.count("switches", logged(SWITCHED));
  }

  /** Calls that a former owner sent behind those that it had under way when it was paused. */
  private long fencedLoads() {
    return stack.first().logged(LOAD_FENCED);
  }

  private long logged(Pattern line) {
    return stack.first().logged(line)
        + (stack.second().log().toFile().exists() ? stack.second().logged(line) : 0);
  }
}
