package io.leaderboard.redis;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.reference.Seed;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Scores that flow, and what goes wrong meanwhile, in an order that the seed decides. After each
 * round the guarantees must be kept. What goes wrong is {@linkplain #on registered}.
 */
public final class FaultRun {
  /** Something that goes wrong, or that people do. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /** Adds what a store holds to the history, when it is level with the log. */
  @FunctionalInterface
  public interface Observer {
    /**
     * @param games under whose definitions
     */
    void observe(Games games);
  }

  private final FaultStack stack;
  private final Guarantees guarantees;
  private final int actionsARound;
  private final int eventsAtOnce;
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final List<Observer> observers = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private Random random;
  private FaultGames games;
  private volatile boolean flowing;
  private volatile boolean waits;
  private volatile @Nullable Throwable broken;

  /**
   * @param guarantees what must be kept
   * @param actionsARound how many actions come before the guarantees are looked at
   * @param eventsAtOnce every 10 ms
   */
  public FaultRun(
      FaultStack stack, Seed seed, Guarantees guarantees, int actionsARound, int eventsAtOnce) {
    this.stack = stack;
    this.guarantees = guarantees;
    this.actionsARound = actionsARound;
    this.eventsAtOnce = eventsAtOnce;
    this.random = seed.random();
    this.games = new FaultGames(seed.derive(1).random());
    observers.add(stack::observe);
  }

  /** Registers what may happen; it is counted under its name. */
  public void on(String name, Action action) {
    actions.put(name, action);
    count(name, 0);
  }

  /** Another store is looked at after each round, behind those before it. */
  public void alsoIn(Observer store) {
    observers.add(store);
  }

  /** From now on the order and the events are those of another seed. Between two rounds. */
  public void goOnWith(Seed seed) {
    random = seed.random();
    games = new FaultGames(seed.derive(1).random());
    Collections.shuffle(waiting, random);
  }

  /** New rules, and rounds of some of the actions each; every action comes before any twice. */
  public void rounds(int rounds) throws Exception {
    FaultGames.GAMES.forEach(game -> stack.define(games.definition(game)));
    for (int round = 0; round < rounds; round++) {
      List<String> next = new ArrayList<>();
      while (next.size() < actionsARound) {
        if (waiting.isEmpty()) {
          waiting.addAll(actions.keySet());
          Collections.shuffle(waiting, random);
        }
        next.add(waiting.remove(0));
      }
      round(next);
    }
  }

  /** One round of these, in this order. */
  public void round(List<String> names) throws Exception {
    Thread traffic = startTraffic();
    try {
      for (String name : names) {
        System.err.println(LocalTime.now() + " fault: " + name);
        Objects.requireNonNull(actions.get(name)).run();
        count(name, 1);
        flowFor(Duration.ofMillis(300 + random.nextInt(700)));
      }
    } finally {
      flowing = false;
      traffic.join();
    }
    if (broken != null) {
      throw new AssertionError("the traffic broke", broken);
    }
    requireKept();
  }

  /** Waits until every store is level, and looks at the guarantees. While nothing flows. */
  public void requireKept() {
    Games latest = stack.games();
    observers.forEach(each -> each.observe(latest));
    guarantees.requireKept(stack.log().history());
  }

  /**
   * The end: the log is read once more, and every guarantee is kept and was put to the test.
   *
   * @return how often what happened
   */
  public Map<String, Long> end() {
    stack.log().readAgain();
    requireKept();
    guarantees.requireShown(stack.log().history());
    count("records", stack.log().records());
    return counts;
  }

  /** Counts something that happened, or that it may. */
  public void count(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  /** How often something happened so far. */
  public long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  public Random random() {
    return random;
  }

  public FaultGames games() {
    return games;
  }

  public String anyGame() {
    return FaultGames.GAMES.get(random.nextInt(FaultGames.GAMES.size()));
  }

  /**
   * Waits until a server has started, or something is filled. Little flows meanwhile: how long that
   * takes tells of the machine, and so would the length of the log, all of which is read again when
   * Redis loses it; and where both stores, the log and all who write share a machine that is too
   * slow for them, whoever catches up with the full flow would never get there.
   */
  public void whileLittleFlows(Runnable wait) {
    waits = true;
    try {
      wait.run();
    } finally {
      waits = false;
    }
  }

  /** Scores flow, and nothing else happens. */
  public static void flowFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private Thread startTraffic() {
    flowing = true;
    FaultGames from = games;
    Thread traffic =
        new Thread(
            () -> {
              while (flowing) {
                int count = waits ? 1 : eventsAtOnce;
                for (int i = 0; i < count; i++) {
                  stack.send(from.event());
                }
                LockSupport.parkNanos(10_000_000);
              }
            },
            "traffic");
    traffic.setUncaughtExceptionHandler((thread, failure) -> broken = failure);
    traffic.start();
    return traffic;
  }
}
