package io.leaderboard.redis.finals;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogProperties;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the final standings of closed periods, each once, and has periods leave Redis that are
 * written and past the board's retention. Done by the owner of partition 0; two that both believe
 * to be it fence each other and do no harm. Called by one thread.
 */
public final class FinalStandings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FinalStandings.class);

  private static final String CLIENT = "redis-projector-finals";

  /** What was found when there was nothing more to do for a game; the same again means as much. */
  private record Settled(String generationId, Game game, long closedThrough) {}

  private final LogView log;
  private final BooleanSupplier leads;
  private final GenerationKeeper keeper;
  private final RedisLink redis;
  private final FinalsProperties properties;
  private final Supplier<FinalsTopic> topics;
  private final Clock clock;
  private final ClosedPeriods closedPeriods;
  private final Script expire = Script.named("expire_period");
  private final AtomicLong reconnects = new AtomicLong();
  private final Counter written;
  private final Counter expired;
  private final Map<String, Settled> settled = new HashMap<>();
  private @Nullable FinalsTopic topic;

  /**
   * @param leads whether partition 0 is owned here
   * @param clock tells when something was written
   */
  public FinalStandings(
      LogView log,
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
        () -> FinalsTopic.open(logProperties, properties, CLIENT),
        clock,
        registry);
  }

  FinalStandings(
      LogView log,
      BooleanSupplier leads,
      GenerationKeeper keeper,
      RedisLink redis,
      FinalsProperties properties,
      Supplier<FinalsTopic> topics,
      Clock clock,
      MeterRegistry registry) {
    this.log = log;
    this.leads = leads;
    this.keeper = keeper;
    this.redis = redis;
    this.properties = properties;
    this.topics = topics;
    this.clock = clock;
    this.closedPeriods = new ClosedPeriods(redis);
    this.written =
        Counter.builder("leaderboard.redis.finals.written")
            .description("Closed periods whose final standings were written")
            .register(registry);
    this.expired =
        Counter.builder("leaderboard.redis.finals.expired")
            .description("Closed periods that left Redis because of the board's retention")
            .register(registry);
    redis.afterReconnect(reconnects::incrementAndGet);
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
    try {
      for (Game game : games.all()) {
        Generation generation = found.readable(game.id()).orElse(null);
        if (generation != null) {
          settle(generation, game);
        }
      }
    } catch (RuntimeException e) {
      // What became of its last transaction is told by the topic, to the next one that opens it.
      close();
      throw e;
    }
  }

  /** Gives the right to write up. */
  @Override
  public void close() {
    if (topic != null) {
      topic.close();
      topic = null;
    }
    settled.clear();
  }

  private void settle(Generation generation, Game game) {
    int partitions = log.settings().partitions();
    // Before it is asked what is closed: that, too, may be set back.
    long connection = reconnects.get();
    long through = closedPeriods.closedInFirstBucket(generation, game, partitions);
    Settled now = new Settled(generation.id(), game, through);
    if (through == Long.MIN_VALUE || now.equals(settled.get(game.id()))) {
      return;
    }
    ClosedPeriods.OfGame closed = closedPeriods.closed(generation, game, partitions);
    for (ClosedBoard board : closed.boards()) {
      for (Period period : board.periods()) {
        if (!opened().isWritten(name(board, period))) {
          write(board, period, connection);
        }
      }
      expire(board);
    }
    if (closed.isLevel()) {
      settled.put(game.id(), now);
    }
  }

  private FinalsTopic opened() {
    FinalsTopic open = topic;
    if (open == null) {
      open = topics.get();
      topic = open;
    }
    return open;
  }

  private void write(ClosedBoard board, Period period, long connection) {
    FinalsTopic to = opened();
    FinalPeriod name = name(board, period);
    BoardKeys keys = board.keys();
    List<String> sets =
        IntStream.range(0, keys.board().shards())
            .mapToObj(shard -> keys.in(period.id(), shard).sortedSet())
            .toList();
    long held = sets.stream().mapToLong(redis.commands()::zcard).sum();
    if (held == 0) {
      LOG.warn("{} is listed in Redis but has no entries: nothing final is written", name);
      return;
    }
    BoardDigest digest = new BoardDigest();
    int pages = 0;
    List<FinalEntry> page = new ArrayList<>();
    to.begin();
    for (RankedEntries entries = new RankedEntries(redis, board.rules(), sets);
        entries.hasNext(); ) {
      FinalEntry entry = entries.next();
      digest.add(entry.userId(), entry.score(), entry.reachedAt());
      page.add(entry);
      if (page.size() == FinalPage.ENTRIES || !entries.hasNext()) {
        to.add(new FinalPage(name, pages++, page));
        page = new ArrayList<>();
      }
    }
    requireUnchanged(board, connection, held, digest.entries());
    to.commit(
        new FinalManifest(
            name,
            period.start(),
            period.end(),
            keys.rulesVersion(),
            board.rules().scale(),
            pages,
            digest.entries(),
            digest.hex(),
            clock.millis()));
    written.increment();
    LOG.info("Wrote the final standings of {}: {} entries", name, digest.entries());
  }

  /**
   * A closed period does not change, unless Redis is set back, which breaks the connection, or its
   * generation is replaced and deleted.
   */
  private void requireUnchanged(ClosedBoard board, long connection, long held, long read) {
    String gameId = board.keys().gameId();
    boolean isLive =
        keeper.store().read().readable(gameId).equals(Optional.of(board.keys().generation()));
    if (!isLive || held != read || connection != reconnects.get()) {
      throw new IllegalStateException(
          "Redis changed while the final standings of %s were read: %d entries, then %d"
              .formatted(gameId, held, read));
    }
  }

  /** Has those leave Redis that are past retention; never one that is not written. */
  private void expire(ClosedBoard board) {
    BoardKeys keys = board.keys();
    int leaving = board.periods().size() - board.retention();
    for (Period period : board.periods().subList(0, Math.max(0, leaving))) {
      if (opened().isWritten(name(board, period))) {
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
    }
  }

  private static FinalPeriod name(ClosedBoard board, Period period) {
    return new FinalPeriod(board.keys().gameId(), board.keys().board().id(), period.id());
  }
}
