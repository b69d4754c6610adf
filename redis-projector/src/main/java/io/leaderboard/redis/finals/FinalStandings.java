package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalMeaning;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogProperties;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.Editions;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the final standings of closed periods, each once, and has periods leave Redis that are
 * written and past the board's retention, or that Redis holds under other rules than they were
 * written under. What cannot be written is tried again later, and everything else goes on. Done by
 * the owner of partition 0; two that both believe to be it fence each other and do no harm. Called
 * by one thread; what tells of failures by any.
 */
public final class FinalStandings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FinalStandings.class);

  private static final String CLIENT = "redis-projector-finals";

  /**
   * So many failures on end are taken for an outage of all: the round ends, lest each waits for a
   * time-out. Those that failed pause, so that the next round begins with others.
   */
  private static final int FAILURES_ON_END = 3;

  /** What was found when there was nothing more to do for a game; the same again means as much. */
  private record Settled(String generationId, Edition edition, Game game, long closedThrough) {}

  /** What a round that had nothing more to do was about; the same again means as much. */
  private record Round(String generationId, Editions editions, Games games, long closings) {}

  private final FollowedLog log;
  private final BooleanSupplier leads;
  private final GenerationKeeper keeper;
  private final RedisLink redis;
  private final FinalsProperties properties;
  private final Function<String, FinalsTopic> topics;
  private final ClosedPeriods closedPeriods;
  private final PeriodFinals finals;
  private final Retries retries;
  private final Script expire = Script.named("expire_period");
  private final Counter written;
  private final Counter expired;
  private final Map<String, Settled> settled = new HashMap<>();
  private @Nullable FinalsTopic topic;
  private @Nullable Round quiet;
  private int failuresOnEnd;

  /**
   * @param leads whether partition 0 is owned here
   * @param clock tells when something was written
   */
  public FinalStandings(
      FollowedLog log,
      LogProperties logProperties,
      BooleanSupplier leads,
      GenerationKeeper keeper,
      RedisLink redis,
      FinalsProperties properties,
      Clock clock,
      MeterRegistry registry) {
    this(
        log,
        leads,
        keeper,
        redis,
        properties,
        logId -> FinalsTopic.open(logProperties, properties, CLIENT, logId),
        clock,
        registry);
  }

  /**
   * @param topics opens the topic for the log of an id
   */
  FinalStandings(
      FollowedLog log,
      BooleanSupplier leads,
      GenerationKeeper keeper,
      RedisLink redis,
      FinalsProperties properties,
      Function<String, FinalsTopic> topics,
      Clock clock,
      MeterRegistry registry) {
    this.log = log;
    this.leads = leads;
    this.keeper = keeper;
    this.redis = redis;
    this.properties = properties;
    this.topics = topics;
    this.closedPeriods = new ClosedPeriods(redis);
    this.finals = new PeriodFinals(keeper, redis, clock);
    this.retries = new Retries(properties.interval(), System::nanoTime);
    this.written =
        Counter.builder("leaderboard.redis.finals.written")
            .description("Closed periods whose final standings were written")
            .register(registry);
    this.expired =
        Counter.builder("leaderboard.redis.finals.expired")
            .description("Closed periods that left Redis: past retention, or of other rules")
            .register(registry);
    Gauge.builder("leaderboard.redis.finals.failing", retries, Retries::count)
        .description("Closed periods, boards and games whose final standings cannot be written now")
        .register(registry);
  }

  /** How many periods, boards and games fail, while all others go on. */
  public int failing() {
    return retries.count();
  }

  /** One of those that fail, with the reason. */
  public Optional<String> failure() {
    return retries.example();
  }

  /**
   * Looks once at every game of which more is closed than before.
   *
   * @throws RuntimeException when Redis or Kafka is away, or another writer took over
   */
  public void round() {
    if (!log.isOpen() || !leads.getAsBoolean()) {
      close();
      return;
    }
    Generations found = keeper.known().orElse(Generations.NONE);
    Games games = log.games();
    settled.keySet().removeIf(gameId -> games.game(gameId).isEmpty());
    retries.retain(what -> games.game(what.split("/", 2)[0]).isPresent());
    failuresOnEnd = 0;
    Generation generation = found.readable().orElse(null);
    if (generation == null) {
      return;
    }
    // Before it is asked what is closed: that, too, may be set back.
    long connection = finals.connection();
    Editions editions = keeper.games().editions(generation, found);
    Round now = new Round(generation.id(), editions, games, closedPeriods.closings(generation));
    if (isQuiet(now)) {
      return;
    }
    Map<String, Long> closed =
        closedPeriods.closedInFirstBucket(generation, log.settings().partitions());
    boolean isQuiet = true;
    for (Game game : games.all()) {
      if (retries.isDue(game.id())) {
        long through =
            Math.max(closed.getOrDefault(game.id(), Long.MIN_VALUE), game.closedFromStart());
        Settled of = new Settled(generation.id(), editions.of(game.id()), game, through);
        isQuiet &= settle(generation, of, connection);
      } else {
        isQuiet = false;
      }
    }
    retries.tell();
    quiet = isQuiet ? now : null;
  }

  /** Of 100,000 games nothing is asked while nothing has changed. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isQuiet(Round now) {
    Round before = quiet;
    return before != null
        && before.generationId().equals(now.generationId())
        && before.editions() == now.editions()
        && before.games() == now.games()
        && before.closings() == now.closings();
  }

  /** Gives the right to write up. */
  @Override
  public void close() {
    closeTopic();
    settled.clear();
    quiet = null;
    retries.retain(what -> false);
  }

  /** Returns whether nothing is left to do for a game. */
  private boolean settle(Generation generation, Settled now, long connection) {
    Game game = now.game();
    if (now.closedThrough() == Long.MIN_VALUE || now.equals(settled.get(game.id()))) {
      worked(game.id());
      return true;
    }
    ClosedPeriods.OfGame closed;
    try {
      closed = closedPeriods.closed(generation, game, now.edition(), log.settings().partitions());
    } catch (RuntimeException e) {
      failed(game.id(), e);
      return false;
    }
    worked(game.id());
    boolean isSettled = closed.isLevel();
    for (ClosedBoard board : closed.boards()) {
      if (!board.periods().isEmpty()) {
        isSettled &= write(board, connection);
        isSettled &= expire(board);
      }
    }
    if (isSettled) {
      settled.put(game.id(), now);
    }
    return isSettled;
  }

  /**
   * Writes what is missing of a board.
   *
   * @return whether nothing is missing any more
   */
  private boolean write(ClosedBoard board, long connection) {
    FinalsTopic to = opened();
    TreeSet<Period> missing =
        new TreeSet<>(Comparator.comparingLong(Period::end).thenComparing(Period::id));
    board.periods().stream()
        .filter(period -> to.written(board.name(period)) == null)
        .forEach(missing::add);
    for (Period period : List.copyOf(missing)) {
      String what = board.name(period).text();
      if (!retries.isDue(what)) {
        continue;
      }
      missing.remove(period);
      // Nothing else that is missing ended at or before it.
      long complete = missing.isEmpty() ? board.closedThrough() : missing.first().end() - 1;
      try {
        if (finals.write(board, period, connection, complete, to)) {
          written.increment();
        }
        worked(what);
      } catch (RuntimeException e) {
        missing.add(period);
        failed(what, e);
      }
    }
    return missing.isEmpty();
  }

  /**
   * Has those leave Redis that it holds under other rules than they were written under, and those
   * past retention; never one that is not written.
   */
  private boolean expire(ClosedBoard board) {
    String what = board.keys().gameId() + '/' + board.keys().board().id();
    if (!retries.isDue(what)) {
      return false;
    }
    FinalsTopic known = opened();
    try {
      List<Period> alike = new ArrayList<>();
      for (Period period : board.periods()) {
        FinalMeaning then = known.written(board.name(period));
        if (then == null
            || then.isThatOf(board.keys().edition().rules(), board.meaning(), period)) {
          alike.add(period);
        } else {
          LOG.info("{} leaves Redis, where other rules hold than when closed", board.name(period));
          expire(board, period);
        }
      }
      for (Period period : alike.subList(0, Math.max(0, alike.size() - board.retention()))) {
        if (known.written(board.name(period)) != null) {
          expire(board, period);
        }
      }
      worked(what);
      return true;
    } catch (RuntimeException e) {
      failed(what, e);
      return false;
    }
  }

  private void expire(ClosedBoard board, Period period) {
    BoardKeys keys = board.keys();
    for (int shard = 0; shard < keys.board().shards(); shard++) {
      BoardKeys.OfPeriod leaves = keys.in(period.id(), shard);
      String periods = keys.periods(shard).orElseThrow();
      expire.call(
          redis,
          new String[] {periods, leaves.sortedSet(), leaves.times()},
          new String[] {period.id(), Long.toString(properties.expireGrace().toMillis())});
    }
    expired.increment();
  }

  private void worked(String what) {
    failuresOnEnd = 0;
    retries.done(what);
    retries.tell();
  }

  /**
   * Puts something off.
   *
   * @throws RuntimeException {@code failure} itself, when the others cannot go on either
   */
  private void failed(String what, RuntimeException failure) {
    retries.failed(what, failure);
    failuresOnEnd++;
    FinalsTopic open = topic;
    boolean canWrite = open == null || open.giveUp();
    if (!canWrite) {
      // What became of the transaction is told by the manifests, to the next one that opens them.
      closeTopic();
    }
    if (!canWrite || failuresOnEnd >= FAILURES_ON_END) {
      throw failure;
    }
  }

  private FinalsTopic opened() {
    FinalsTopic open = topic;
    String logId = log.topicId();
    if (open != null && !open.logId().equals(logId)) {
      closeTopic();
      open = null;
    }
    if (open == null) {
      open = topics.apply(logId);
      topic = open;
    }
    return open;
  }

  private void closeTopic() {
    if (topic != null) {
      topic.close();
      topic = null;
    }
  }
}
