package io.leaderboard.redis.verify;

import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.standings.StandingsReader;
import io.leaderboard.redis.standings.StoredStanding;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares every standing in Redis with its row in Cassandra at a common position of the log, also
 * while scores flow.
 *
 * <p>Redis says of a user: w, the fold up to its bucket's position r, both read at one moment. A
 * row in Cassandra says: v, the fold up to its own offset o; and, when everything up to a was
 * applied before it was read, nothing between o and a changes it. So with o &lt;= r &lt;= a both
 * are of the position r, and equal or not is decided. Where they are not:
 *
 * <ul>
 *   <li>a &lt; r: Cassandra is behind. It is waited for, and the row is read again.
 *   <li>r &lt; o: the user's events went on in between. The events between r and o are read from
 *       the log and folded onto w; that is what Redis would hold at o, and is compared with v. So
 *       also users are compared exactly whose events never stop coming.
 * </ul>
 *
 * A row is never taken for right because it happens to be equal: at other positions that says
 * nothing. What stands in Redis alone is looked for where a shard has more users than were found
 * for its rows.
 *
 * <p>In memory are some thousands of pairs, and those that went on, up to a bound. One thread.
 */
final class Verification implements Runnable {
  private static final int PAIRS_AT_ONCE = 5_000;
  private static final int MOST_OPEN = 50_000;
  private static final long PAUSE_NANOS = 50_000_000;
  private static final long STALLED_NANOS = 60_000_000_000L;

  private record Shard(BoardInRedis board, String period, int number) {}

  /** What is asked of the service. */
  interface Surroundings {
    int partitions();

    /** What readers use now, changed when another generation went live. */
    boolean isStillLive(ComparedBoards boards);

    /** By partition a place that no live generation is behind, and what is closed there. */
    Map<Integer, ResumePoint> points(ComparedBoards boards);
  }

  private final VerificationProgress progress;
  private final ComparedBoards boards;
  private final Supplier<StandingsReader> source;
  private final RedisStandings redis;
  private final LogBetween log;
  private final Surroundings surroundings;
  private final Map<Shard, Long> found = new HashMap<>();
  // Settled together, so that Cassandra is waited for once for all of them.
  private final Map<Place, HeldStanding> undecided = new HashMap<>();
  private final Map<Integer, List<OpenPair>> open = new HashMap<>();
  private Map<Integer, ResumePoint> points = Map.of();
  private int openPairs;

  Verification(
      VerificationProgress progress,
      ComparedBoards boards,
      Supplier<StandingsReader> source,
      RedisStandings redis,
      LogBetween log,
      Surroundings surroundings) {
    this.progress = progress;
    this.boards = boards;
    this.source = source;
    this.redis = redis;
    this.log = log;
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    try (StandingsReader cassandra = source.get()) {
      // Before anything is read: whatever is folded later lies behind.
      points = surroundings.points(boards);
      for (int part = 0; part < StandingsReader.PARTS; part++) {
        compare(cassandra, part);
        requireStillLive();
        progress.partDone();
      }
      settle(cassandra);
      findWhatOnlyRedisHas(cassandra);
      settle(cassandra);
      foldOpen();
      requireStillLive();
      progress.done();
    } catch (RedisException e) {
      progress.failed("Redis cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      progress.failed(String.valueOf(e.getMessage()));
    }
  }

  private void requireStillLive() {
    if (!surroundings.isStillLive(boards)) {
      throw new VerificationFailedException(
          "Another generation went live while Redis was compared; verify again");
    }
  }

  private void compare(StandingsReader cassandra, int part) {
    Map<Integer, Long> applied = applied(cassandra);
    Map<Place, StoredStanding> rows = new HashMap<>();
    cassandra.scan(
        part,
        row -> {
          Place place = boards.place(row);
          if (place != null) {
            rows.put(place, row);
          }
          if (rows.size() == PAIRS_AT_ONCE) {
            compare(cassandra, rows, applied);
            rows.clear();
          }
        });
    compare(cassandra, rows, applied);
  }

  private void compare(
      StandingsReader cassandra, Map<Place, StoredStanding> rows, Map<Integer, Long> applied) {
    redis
        .read(rows.keySet())
        .forEach(
            (place, held) -> {
              if (held.standing() != null) {
                int number = place.board().keys().shardOf(place.userId());
                found.merge(new Shard(place.board(), place.period(), number), 1L, Long::sum);
              }
              StoredStanding row = Objects.requireNonNull(rows.get(place));
              long at = held.position(row.partition());
              if (row.offset() <= at && at <= applied.getOrDefault(row.partition(), -1L)) {
                decided(place, held.standing(), row, at);
              } else {
                undecided.put(place, held);
              }
            });
    if (undecided.size() >= PAIRS_AT_ONCE) {
      settle(cassandra);
    }
  }

  /** Reads the rows again when Cassandra has everything that Redis had. */
  private void settle(StandingsReader cassandra) {
    if (undecided.isEmpty()) {
      return;
    }
    awaitApplied(cassandra);
    rows(cassandra, new ArrayList<>(undecided.keySet()))
        .forEach(
            (place, row) -> {
              HeldStanding held = Objects.requireNonNull(undecided.get(place));
              if (row.isEmpty()) {
                onlyInRedis(place, held);
              } else if (row.get().offset() <= held.position(row.get().partition())) {
                decided(place, held.standing(), row.get(), held.position(row.get().partition()));
              } else {
                keepOpen(new OpenPair(place, held, row.get()));
              }
            });
    undecided.clear();
  }

  private void awaitApplied(StandingsReader cassandra) {
    Map<Integer, Long> needed = new HashMap<>();
    undecided
        .values()
        .forEach(
            held -> held.positions().forEach((p, offset) -> needed.merge(p, offset, Math::max)));
    Map<Integer, Long> before = Map.of();
    long moved = System.nanoTime();
    while (true) {
      Map<Integer, Long> applied = applied(cassandra);
      var behind =
          needed.entrySet().stream()
              .filter(each -> applied.getOrDefault(each.getKey(), -1L) < each.getValue())
              .findFirst();
      if (behind.isEmpty()) {
        return;
      }
      if (!applied.equals(before)) {
        before = applied;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALLED_NANOS) {
        int partition = behind.get().getKey();
        throw new VerificationFailedException(
            "Cassandra has been at %d in partition %d for a minute, and Redis is at %d; is the cassandra-projector at work?"
                .formatted(
                    applied.getOrDefault(partition, -1L), partition, behind.get().getValue()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Map<Integer, Long> applied(StandingsReader cassandra) {
    return cassandra.applied(surroundings.partitions());
  }

  private static Map<Place, Optional<StoredStanding>> rows(
      StandingsReader cassandra, List<Place> places) {
    Map<Place, Optional<StoredStanding>> rows = new HashMap<>();
    for (int from = 0; from < places.size(); from += StandingsReader.MOST_ASKED) {
      List<Place> some =
          places.subList(from, Math.min(places.size(), from + StandingsReader.MOST_ASKED));
      Map<Place, CompletionStage<@Nullable StoredStanding>> asked = new HashMap<>();
      for (Place place : some) {
        BoardInRedis board = place.board();
        asked.put(
            place,
            cassandra.find(
                board.gameId(),
                board.boardId(),
                board.keys().edition().rules(),
                place.period(),
                place.userId()));
      }
      asked.forEach((place, row) -> rows.put(place, Optional.ofNullable(answer(row))));
    }
    return rows;
  }

  private static @Nullable StoredStanding answer(CompletionStage<@Nullable StoredStanding> row) {
    try {
      return row.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new VerificationFailedException(
          String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
    }
  }

  private void decided(Place place, @Nullable Standing inRedis, StoredStanding row, long position) {
    progress.compared();
    Standing inCassandra = comparable(place, row.standing());
    Standing compared = inRedis == null ? null : comparable(place, inRedis);
    if (!inCassandra.equals(compared) && (compared != null || !hasLeftRedis(place))) {
      progress.differs(difference(place, compared, inCassandra, row.partition() + ":" + position));
    }
  }

  /** Without the times that Redis does not remember. */
  private static Standing comparable(Place place, Standing standing) {
    BoardKeys keys = place.board().keys();
    if (keys.board().ties() == Ties.EARLIEST) {
      return standing;
    }
    // Where equal scores are not told apart by time, it matters only which event is the last.
    return keys.hasTimes()
        ? new Standing(standing.value(), standing.decidedAt())
        : new Standing(standing.value(), 0);
  }

  private void onlyInRedis(Place place, HeldStanding held) {
    if (held.standing() != null) {
      progress.differs(difference(place, held.standing(), null, held.positions().toString()));
    }
  }

  private static Difference difference(
      Place place, @Nullable Standing inRedis, @Nullable Standing inCassandra, String position) {
    return new Difference(
        place.board().gameId(),
        place.board().boardId(),
        place.period(),
        place.userId(),
        text(place, inRedis),
        text(place, inCassandra),
        position);
  }

  private static @Nullable String text(Place place, @Nullable Standing standing) {
    if (standing == null) {
      return null;
    }
    return place.board().keys().hasTimes()
        ? standing.value() + "@" + standing.reachedAt()
        : Long.toString(standing.value());
  }

  /** Whether the period is closed and listed no more: its entries are kept in Cassandra alone. */
  private boolean hasLeftRedis(Place place) {
    BoardInRedis board = place.board();
    long end =
        board.rules().calendar().find(place.period()).map(Period::end).orElse(Long.MAX_VALUE);
    return end <= redis.closedEverywhere(board, surroundings.partitions())
        && !redis.periods(board, board.keys().shardOf(place.userId())).contains(place.period());
  }

  private void findWhatOnlyRedisHas(StandingsReader cassandra) {
    for (List<BoardInRedis> ofGame : boards.all()) {
      for (BoardInRedis board : ofGame) {
        for (int number = 0; number < board.rules().board().shards(); number++) {
          for (String period : redis.periods(board, number)) {
            Shard shard = new Shard(board, period, number);
            if (redis.count(board, period, number) != found.getOrDefault(shard, 0L)) {
              findWhatOnlyRedisHas(cassandra, shard);
            }
          }
        }
      }
    }
  }

  private void findWhatOnlyRedisHas(StandingsReader cassandra, Shard shard) {
    List<Place> places = new ArrayList<>();
    redis.users(
        shard.board(),
        shard.period(),
        shard.number(),
        user -> {
          places.add(new Place(shard.board(), shard.period(), user));
          if (places.size() == PAIRS_AT_ONCE) {
            withoutRow(cassandra, places);
            places.clear();
          }
        });
    withoutRow(cassandra, places);
  }

  private void withoutRow(StandingsReader cassandra, List<Place> places) {
    Map<Place, Optional<StoredStanding>> rows = rows(cassandra, places);
    List<Place> without =
        places.stream().filter(place -> Objects.requireNonNull(rows.get(place)).isEmpty()).toList();
    undecided.putAll(redis.read(without));
    if (undecided.size() >= PAIRS_AT_ONCE) {
      settle(cassandra);
    }
  }

  private void keepOpen(OpenPair pair) {
    open.computeIfAbsent(pair.row().partition(), partition -> new ArrayList<>()).add(pair);
    openPairs++;
    if (openPairs == MOST_OPEN) {
      foldOpen();
    }
  }

  private void foldOpen() {
    open.forEach(
        (partition, pairs) -> {
          log.fold(partition, pairs, points.getOrDefault(partition, ResumePoint.START));
          pairs.forEach(
              pair -> decided(pair.place(), pair.folded(), pair.row(), pair.row().offset()));
        });
    open.clear();
    openPairs = 0;
  }
}
