package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
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
final class FaultRun {
  /** Something that goes wrong, or that people do. */
  private interface Action {
    void run() throws Exception;
  }

  private static final Duration MOVED = Duration.ofSeconds(40);
  private static final int ACTIONS_A_ROUND = 4;
  private static final int MOST_PAUSES = 8;
  private static final String PAUSES = "pauses";

  /** Less than the service waits for an answer of Redis. */
  private static final Duration WRITES_HELD = Duration.ofMillis(900);

  private static final Pattern RESUMED = Pattern.compile("resumes at \\d");
  private static final Pattern FENCED = Pattern.compile("Resumes from the store: Bucket");
  private static final Pattern BEGUN = Pattern.compile("\\(generation \\w+, epoch \\d+\\)");
  private static final Pattern SWITCHED = Pattern.compile("is complete and live");
  private static final Pattern JOINED = Pattern.compile("has joined generation");

  private final FaultStack stack;
  private final Random random;
  private final FaultGames games;
  private final Map<String, Integer> done = new LinkedHashMap<>();
  private volatile boolean flowing;
  private volatile Throwable broken = new AssertionError("nothing broke");
  private volatile boolean isBroken;

  FaultRun(FaultStack stack, Seed seed) {
    this.stack = stack;
    this.random = seed.random();
    this.games = new FaultGames(seed.derive(1).random());
  }

  /**
   * Runs so many rounds, each with some of the actions; every action comes before any comes twice.
   */
  Map<String, Long> run(int rounds) throws Exception {
    FaultGames.GAMES.forEach(game -> stack.define(games.definition(game)));
    Map<String, Action> actions = actions();
    List<String> waiting = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Thread traffic = startTraffic();
      for (int i = 0; i < ACTIONS_A_ROUND; i++) {
        if (waiting.isEmpty()) {
          waiting.addAll(actions.keySet());
          Collections.shuffle(waiting, random);
        }
        act(waiting.remove(0), actions);
        flowFor(Duration.ofMillis(300 + random.nextInt(700)));
      }
      stopTraffic(traffic);
      stack.requireFold();
    }
    for (int i = 0; i < MOST_PAUSES && logged(FENCED) == 0; i++) {
      Thread traffic = startTraffic();
      act(PAUSES, actions);
      stopTraffic(traffic);
      stack.requireFold();
    }
    return counts();
  }

  private void act(String name, Map<String, Action> actions) throws Exception {
    System.err.println("fault: " + name);
    Objects.requireNonNull(actions.get(name)).run();
    done.merge(name, 1, Integer::sum);
  }

  private Map<String, Action> actions() {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("definitions", () -> stack.define(games.definition(anyGame())));
    actions.put("closings", () -> stack.close(anyGame(), games.somewhen()));
    actions.put("kills of a projector", this::killAProjector);
    actions.put(PAUSES, this::pauseUntilOthersOwn);
    actions.put("second instances", this::startOrStopTheSecond);
    actions.put("kills of redis", () -> hurtRedis(stack.redis()::kill));
    actions.put("losses of redis", () -> hurtRedis(stack.redis()::wipe));
    actions.put("set-backs of redis", this::setBack);
    actions.put("kills of kafka", this::killKafka);
    actions.put("rebuilds", this::rebuild);
    return actions;
  }

  private void killAProjector() {
    stack.first().kill();
    flowFor(Duration.ofMillis(200));
    stack.first().start();
  }

  /** SIGSTOP in the middle of something; it wakes up when its partitions belong to the other. */
  private void pauseUntilOthersOwn() {
    stack.second().start();
    await("both are ready")
        .atMost(MOVED)
        .until(() -> stack.first().isReady() && stack.second().isReady());
    flowFor(Duration.ofMillis(500 + random.nextInt(500)));
    // Every other time in the middle of loading a generation, which takes but a moment by itself.
    if (done.getOrDefault(PAUSES, 0) % 2 == 0) {
      stack.first().rebuild();
      stack.holdWrites(WRITES_HELD);
      flowFor(WRITES_HELD.dividedBy(3).plusMillis(random.nextInt(400)));
    }
    long owned = stack.second().logged(RESUMED);
    stack.first().pause();
    await("the second takes over")
        .atMost(MOVED)
        .until(() -> stack.second().logged(RESUMED) > owned);
    flowFor(Duration.ofMillis(300));
    stack.first().wake();
  }

  private void startOrStopTheSecond() {
    if (stack.second().isRunning()) {
      stack.second().kill();
    } else {
      stack.second().start();
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
    await("a rebuild begins").atMost(MOVED).until(() -> stack.first().rebuild());
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
                for (int i = 0; i < 20; i++) {
                  stack.send(games.event());
                }
                // About 2,000 a second.
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
    done.forEach((name, count) -> counts.put(name, count.longValue()));
    counts.put("resumes", logged(RESUMED));
    counts.put("fences", logged(FENCED));
    counts.put("generations begun", logged(BEGUN));
    counts.put("joins", logged(JOINED));
    counts.put("switches", logged(SWITCHED));
    counts.put("records", (long) stack.records());
    assertThat(counts).isNotEmpty();
    return counts;
  }

  private long logged(Pattern line) {
    return stack.first().logged(line)
        + (stack.second().log().toFile().exists() ? stack.second().logged(line) : 0);
  }
}
