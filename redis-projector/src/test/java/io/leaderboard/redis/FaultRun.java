package io.leaderboard.redis;

import static org.awaitility.Awaitility.await;

import io.leaderboard.events.reference.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Thousands of events a second, and what goes wrong in production, in an order that the seed
 * decides. After each round Redis must hold what the plain fold of the log gives.
 */
public final class FaultRun {
  /** Something that goes wrong, or that people do. */
  private interface Action {
    void run() throws Exception;
  }

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int ACTIONS_A_ROUND = 4;

  /** Every 10 ms: about 2,000 a second. */
  private static final int AT_ONCE = 20;

  private static final int MOST_PAUSES = 8;
  private static final int MOST_TRIES = 5;
  private static final String PAUSES = "pauses";
  private static final String PAUSES_IN_A_LOAD = "pauses of one that loads";

  /** Long enough that a filling has folded what it is to load. */
  private static final Duration WRITES_HELD = Duration.ofSeconds(3);

  private static final Pattern RESUMED = Pattern.compile("resumes at \\d");
  private static final Pattern ASSIGNED = Pattern.compile("partitions assigned: \\[\\w");
  private static final Pattern MISMATCHED =
      Pattern.compile("Resumes from the store: (?!Generation)");
  private static final Pattern MOVED_ON = Pattern.compile("Resumes from the store: Bucket");
  private static final Pattern LOAD_FENCED =
      Pattern.compile("Resumes from the store: The loading of partition \\d+ .* cannot go on");
  private static final Pattern HEALED = Pattern.compile("reads again from there");
  private static final Pattern BEGUN = Pattern.compile("\\(generation \\w+, epoch \\d+\\)");
  private static final Pattern SWITCHED = Pattern.compile("is complete and live");
  private static final Pattern JOINED = Pattern.compile("has joined generation");

  private final FaultStack stack;
  private Random random;
  private FaultGames games;
  private final Map<String, Action> actions = actions();
  private final List<String> waiting = new ArrayList<>();
  private final Map<String, Long> done = new LinkedHashMap<>();
  private volatile boolean flowing;
  private volatile boolean waitsForAStart;
  private volatile Throwable broken = new AssertionError("nothing broke");
  private volatile boolean isBroken;

  public FaultRun(FaultStack stack, Seed seed) {
    this.stack = stack;
    this.random = seed.random();
    this.games = new FaultGames(seed.derive(1).random());
  }

  /** From now on the order and the events are those of another seed. Between two rounds. */
  public void goOnWith(Seed seed) {
    random = seed.random();
    games = new FaultGames(seed.derive(1).random());
    Collections.shuffle(waiting, random);
  }

  /**
   * Runs so many rounds, and more as long as nobody was fenced, or nobody who loads; returns how
   * often what happened.
   */
  public Map<String, Long> run(int rounds) throws Exception {
    rounds(rounds);
    for (int i = 0; i < MOST_PAUSES && (fences() == 0 || fencedLoads() == 0); i++) {
      Thread traffic = startTraffic();
      act(fencedLoads() == 0 ? PAUSES_IN_A_LOAD : PAUSES);
      stopTraffic(traffic);
      stack.requireFold();
    }
    return counts();
  }

  /** Rounds of some of the actions each; every action comes before any comes twice. */
  public void rounds(int rounds) throws Exception {
    FaultGames.GAMES.forEach(game -> stack.define(games.definition(game)));
    for (int round = 0; round < rounds; round++) {
      Thread traffic = startTraffic();
      for (int i = 0; i < ACTIONS_A_ROUND; i++) {
        if (waiting.isEmpty()) {
          waiting.addAll(actions.keySet());
          Collections.shuffle(waiting, random);
        }
        act(waiting.remove(0));
        flowFor(Duration.ofMillis(300 + random.nextInt(700)));
      }
      stopTraffic(traffic);
      stack.requireFold();
    }
  }

  private void act(String name) throws Exception {
    System.err.println("fault: " + name);
    Objects.requireNonNull(actions.get(name)).run();
    happened(name, 1);
  }

  private void happened(String what, long times) {
    done.merge(what, times, Long::sum);
  }

  private Map<String, Action> actions() {
    Map<String, Action> named = new LinkedHashMap<>();
    named.put("definitions", () -> stack.define(games.definition(anyGame())));
    named.put("closings", () -> stack.close(anyGame(), games.somewhen()));
    named.put("kills of a projector", this::killAProjector);
    named.put("kills of one that fills", this::killOneThatFills);
    named.put(PAUSES, () -> pauseUntilOthersOwn(false));
    named.put(PAUSES_IN_A_LOAD, () -> pauseUntilOthersOwn(true));
    named.put("kills of a second instance", this::killTheSecond);
    named.put("kills of redis", () -> hurtRedis(stack.redis()::kill));
    named.put("losses of redis", () -> hurtRedis(stack.redis()::wipe));
    named.put("set-backs of redis", this::setBack);
    named.put("kills of kafka", this::killKafka);
    named.put("rebuilds", this::rebuild);
    return named;
  }

  private void killAProjector() {
    stack.first().kill();
    flowFor(Duration.ofMillis(200));
    stack.first().start();
  }

  /** In the middle of a rebuild, which who comes next goes on with. */
  private void killOneThatFills() {
    for (int i = 0; i < MOST_TRIES; i++) {
      rebuild();
      flowFor(Duration.ofMillis(random.nextInt(300)));
      stack.first().kill();
      boolean inTheMiddle = stack.isFilling();
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
    awaitStarted(stack.first());
    awaitStarted(stack.second());
    await("both are ready")
        .atMost(soon())
        .until(() -> stack.first().isReady() && stack.second().isReady());
    flowFor(Duration.ofMillis(500 + random.nextInt(500)));
    for (int i = 0; inALoad && i < MOST_TRIES && !stack.holdALoad(WRITES_HELD); i++) {
      flowFor(Duration.ofMillis(500));
    }
    long assigned = stack.second().logged(ASSIGNED);
    long mismatched = stack.first().logged(MOVED_ON);
    stack.first().pause();
    await("the second is given what the first had, and goes on with it")
        .atMost(soon())
        .until(() -> stack.second().logged(RESUMED, ASSIGNED, assigned));
    flowFor(Duration.ofMillis(300));
    stack.first().wake();
    // What it had folded before, or had under way, meets positions that another has moved.
    flowFor(Duration.ofSeconds(1));
    happened("fences", stack.first().logged(MOVED_ON) - mismatched);
  }

  private void killTheSecond() {
    startTheSecond();
    flowFor(Duration.ofMillis(random.nextInt(4_000)));
    stack.second().kill();
    flowFor(Duration.ofMillis(random.nextInt(500)));
    startTheSecond();
  }

  private void startTheSecond() {
    if (!stack.second().isRunning()) {
      stack.second().start();
      happened("starts of a second instance", 1);
    }
  }

  private void hurtRedis(Runnable hurt) {
    hurt.run();
    flowFor(Duration.ofMillis(200));
    stack.redis().start();
  }

  private void setBack() {
    Map<String, byte[]> snapshot = stack.snapshot();
    flowFor(Duration.ofMillis(500));
    stack.setBack(snapshot);
  }

  private void killKafka() {
    stack.kafka().kill();
    stack.kafka().start();
  }

  private void rebuild() {
    awaitStarted(stack.first());
    await("a rebuild begins").atMost(soon()).until(() -> stack.first().rebuild());
  }

  /**
   * Nearly nothing flows meanwhile: how long a start takes tells of the machine, and so would the
   * length of the log, all of which is read again when Redis loses it.
   */
  private void awaitStarted(ProjectorProcess process) {
    waitsForAStart = true;
    try {
      process.awaitStarted();
    } finally {
      waitsForAStart = false;
    }
  }

  private Duration soon() {
    return SOON.plus(stack.readAgain());
  }

  private String anyGame() {
    return FaultGames.GAMES.get(random.nextInt(FaultGames.GAMES.size()));
  }

  private Thread startTraffic() {
    flowing = true;
    Thread traffic =
        new Thread(
            () -> {
              while (flowing) {
                int count = waitsForAStart ? 1 : AT_ONCE;
                for (int i = 0; i < count; i++) {
                  stack.send(games.event());
                }
                LockSupport.parkNanos(10_000_000);
              }
            },
            "traffic");
    traffic.setUncaughtExceptionHandler(
        (thread, failure) -> {
          broken = failure;
          isBroken = true;
        });
    traffic.start();
    return traffic;
  }

  private void stopTraffic(Thread traffic) throws InterruptedException {
    flowing = false;
    traffic.join();
    if (isBroken) {
      throw new AssertionError("the traffic broke", broken);
    }
  }

  private static void flowFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    actions.keySet().forEach(name -> counts.put(name, 0L));
    counts.put("starts of a second instance", 0L);
    counts.put("fences", 0L);
    counts.putAll(done);
    // The first one got all of them when it started.
    counts.put("moves of ownership", logged(ASSIGNED) - 1);
    counts.put("fenced loads", fencedLoads());
    counts.put("mismatches", logged(MISMATCHED));
    counts.put("heals", logged(HEALED));
    counts.put("generations begun", logged(BEGUN));
    counts.put("joins", logged(JOINED));
    counts.put("switches", logged(SWITCHED));
    counts.put("records", (long) stack.records());
    return counts;
  }

  private long fences() {
    return done.getOrDefault("fences", 0L);
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
