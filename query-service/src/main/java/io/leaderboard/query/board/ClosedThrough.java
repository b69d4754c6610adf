package io.leaderboard.query.board;

import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.redis.RecentReading;
import io.leaderboard.query.redis.RedisReads;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Through when the periods of a game are closed, as every partition says in every bucket of a
 * board. One field a partition, bucket, server and game in {@link #MAX_AGE}, however many ask.
 * Thread-safe.
 */
public final class ClosedThrough {
  /** A period is closed minutes after its end: nobody is misled by this. */
  private static final Duration MAX_AGE = Duration.ofMillis(100);

  /** More than there usually are: past it all are forgotten, which costs a command each. */
  private static final int MAX_KNOWN = 10_000;

  private record Place(String generation, int bucket, String gameId, RedisReads reads) {}

  /**
   * Nothing that ends later than this from now can be closed, and need not be asked for: the clocks
   * of the services may differ by as much as an event may be dated ahead. In milliseconds.
   */
  private static final long AHEAD = 300_000;

  private final OpenLog log;
  private final Clock clock;
  private final Map<Place, RecentReading<Long>> known = new ConcurrentHashMap<>();

  ClosedThrough(OpenLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The state of the period of a place, but for whether it is archived. */
  public CompletableFuture<PeriodState> state(BoardPlace place) {
    return place.period().end() - AHEAD > clock.millis()
        ? CompletableFuture.completedFuture(state(place.period(), Long.MIN_VALUE))
        : through(place).thenApply(through -> state(place.period(), through));
  }

  /**
   * The state of one of the periods of a board, but for whether it is archived.
   *
   * @param through see {@link #through}
   */
  public PeriodState state(Period period, long through) {
    return PeriodState.of(period, through, clock.millis());
  }

  /**
   * Periods of a board that ended at or before this are closed, in milliseconds since 1970; {@link
   * Long#MIN_VALUE} for none. Not asked for a board without periods.
   */
  public CompletableFuture<Long> through(BoardPlace place) {
    if (place.period().end() == Long.MAX_VALUE) {
      return CompletableFuture.completedFuture(Long.MIN_VALUE);
    }
    List<CompletableFuture<Long>> buckets = new ArrayList<>();
    for (int bucket : place.buckets()) {
      buckets.add(through(place, bucket));
    }
    return CompletableFuture.allOf(buckets.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                Math.max(
                    place.game().closedFromStart(),
                    buckets.stream().mapToLong(CompletableFuture::join).min().orElseThrow()));
  }

  private CompletableFuture<Long> through(BoardPlace board, int bucket) {
    String generation = board.generation().id();
    RedisReads reads = board.source().of(RedisLayout.closings(generation, bucket, 0));
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    return known
        .computeIfAbsent(
            new Place(generation, bucket, board.gameId(), reads),
            place -> new RecentReading<>(() -> ask(place)))
        .noOlderThan(MAX_AGE);
  }

  private CompletableFuture<Long> ask(Place place) {
    List<CompletableFuture<Long>> asked = new ArrayList<>();
    for (int partition = 0; partition < log.partitions(); partition++) {
      String key = RedisLayout.closings(place.generation(), place.bucket(), partition);
      asked.add(
          place
              .reads()
              .call(commands -> commands.hget(key, place.gameId()))
              .thenApply(through -> through == null ? Long.MIN_VALUE : Long.parseLong(through)));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().mapToLong(CompletableFuture::join).min().orElseThrow());
  }
}
