package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.history.HistoryReads;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.ResumePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of one partition for all games whose rules waited when it began. Of other games it
 * only shows the records to the duplicate filter. It never reads beyond what the owner has applied,
 * and when it has come as far, the rules <em>join</em>: from the next batch on the owner folds them
 * too.
 *
 * <p>Nothing may be folded by the owner earlier: an owner's write of a row says that everything
 * before it is in the row. Nothing is missed either, as the owner applies nothing while they join.
 *
 * <p>Runs once, on a thread of its own.
 */
final class FillPass {
  private static final Logger LOG = LoggerFactory.getLogger(FillPass.class);

  /** So near, in records, the owner may be made to wait for the rest. */
  private static final int JOIN_WITHIN = 1_000;

  /** The owner waits for so long at most. */
  private static final Duration CATCH_UP = Duration.ofMillis(250);

  /** And then not again for so long. */
  private static final Duration JOINS_AGAIN = Duration.ofMillis(500);

  private static final Duration IDLE = Duration.ofMillis(20);

  private final AppliedPartition owner;
  private final FillLog log;
  private final int duplicateWindow;
  private final FillWriter writer;
  private final LongSupplier nanoClock;
  private final Predicate<FillingGame> isWanted;
  private final Map<String, FillingGame> games = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private volatile boolean cancelled;
  private volatile String phase = "begins";
  private volatile long reached = -1;
  // The next offset of the log; its thread's.
  private long next;

  /**
   * @param waiting the games
   * @param isWanted asked from time to time: whether these rules are still to be filled
   */
  FillPass(
      AppliedPartition owner,
      FillLog log,
      int duplicateWindow,
      FillWriter writer,
      LongSupplier nanoClock,
      List<FillingGame> waiting,
      Predicate<FillingGame> isWanted) {
    this.owner = owner;
    this.log = log;
    this.duplicateWindow = duplicateWindow;
    this.writer = writer;
    this.nanoClock = nanoClock;
    this.isWanted = isWanted;
    waiting.forEach(game -> games.put(game.gameId(), game));
  }

  /** Has it end soon; from any thread. */
  void cancel() {
    cancelled = true;
  }

  AppliedPartition owner() {
    return owner;
  }

  /** How many games it is at work for; from any thread. */
  int games() {
    return games.size();
  }

  /** Whether a game is one of them; from any thread. */
  boolean isAtWorkFor(String gameId) {
    return games.containsKey(gameId);
  }

  /** What it is doing, for people; from any thread. */
  String phase() {
    return phase;
  }

  /** The last offset that it has come to, -1 for none; from any thread. */
  long reached() {
    return reached;
  }

  /** By game: why its rules cannot be filled. When it has ended. */
  Map<String, String> refused() {
    return refused;
  }

  /**
   * Fills and joins. What is confirmed of a game is what it begins behind; rows that are further
   * already are left as they are.
   *
   * @throws RuntimeException when something is away, or something acknowledged is missing; another
   *     pass goes on from what is confirmed
   */
  void run() {
    writer.begin(games.values());
    try (FillLog.Reading reading = log.open(owner.partition())) {
      long start = reading.start();
      List<FillingGame> past = new ArrayList<>();
      Map<FillingGame, Long> from = new HashMap<>();
      Map<String, Long> closed = new HashMap<>();
      // At one moment: no closing lies between the answers.
      long through =
          owner.atRest(
              () -> {
                for (FillingGame game : games.values()) {
                  // Its closings before what is confirmed are not kept: for them it is read from
                  // the start, which takes no requests.
                  from.put(game, owner.isClosedEver(game.gameId()) ? 0 : game.next());
                }
                closed.putAll(owner.closedThrough());
                return owner.applied();
              });
      closed.keySet().retainAll(games.keySet());
      for (FillingGame game : games.values()) {
        long offset = from.getOrDefault(game, 0L);
        if (start > 0 && Math.max(0, offset - duplicateWindow) < start) {
          past.add(game);
          from.put(game, through + 1);
        }
      }
      if (past.isEmpty()) {
        closed.clear();
      } else {
        throughHistory(past, through, start);
      }
      long begin =
          games.values().stream()
              .mapToLong(game -> from.getOrDefault(game, 0L))
              .min()
              .orElse(through + 1);
      readAndJoin(reading, new ResumePoint(begin, closed));
    }
  }

  /** Brings games through what the owner has applied, from their history. */
  private void throughHistory(List<FillingGame> past, long through, long start) {
    if (through + 1 < start) {
      past.forEach(
          game ->
              refuse(
                  game,
                  "the log begins at %d, and the history reaches to %d".formatted(start, through)));
      return;
    }
    HistoryFill history = new HistoryFill(owner.partition(), writer, this::hasEnded);
    long first = past.stream().mapToLong(FillingGame::next).min().orElse(0);
    for (int slice = HistoryReads.slice(first);
        slice <= HistoryReads.slice(Math.max(0, through)) && !hasEnded();
        slice++) {
      phase = "folds the history, slice %d of %d".formatted(slice, HistoryReads.slice(through));
      for (FillingGame game : past) {
        if (games.containsValue(game) && !hasEnded()) {
          try {
            history.fill(game, slice, through);
          } catch (FillRefusedException e) {
            refuse(game, String.valueOf(e.getMessage()));
          }
        }
      }
      reached = Math.min(through, HistoryReads.lastOf(slice));
      if (!hasEnded()) {
        writer.acknowledged(reached, past.stream().filter(games::containsValue).toList());
        dropUnwanted();
      }
    }
  }

  private void refuse(FillingGame game, String reason) {
    refused.put(game.gameId(), reason);
    games.remove(game.gameId());
    LOG.warn(
        "The rules {} of {} cannot be filled in partition {}, the former ones stay: {}",
        game.version(),
        game.gameId(),
        owner.partition(),
        reason);
  }

  private boolean hasEnded() {
    return cancelled || owner.isLost() || games.isEmpty();
  }

  private void dropUnwanted() {
    games.values().removeIf(game -> !isWanted.test(game));
  }

  private void readAndJoin(FillLog.Reading reading, ResumePoint from) {
    PartitionReader reader =
        // The owner has put aside what cannot be decoded.
        new PartitionReader(
            owner.partition(), from, reading.start(), duplicateWindow, 0, records -> {});
    next = reader.readFrom();
    reading.seek(next);
    phase = "reads the log";
    long joinsFrom = nanoClock.getAsLong();
    while (!hasEnded()) {
      dropUnwanted();
      long applied = owner.applied();
      if (applied - next < JOIN_WITHIN && nanoClock.getAsLong() >= joinsFrom) {
        if (owner.atRest(() -> joined(reading, reader))) {
          return;
        }
        joinsFrom = nanoClock.getAsLong() + JOINS_AGAIN.toNanos();
      }
      if (next > applied) {
        LockSupport.parkNanos(IDLE.toNanos());
      } else {
        readOn(reading, reader, applied);
      }
    }
  }

  /** Brings them to where the owner is, who waits meanwhile. */
  private boolean joined(FillLog.Reading reading, PartitionReader reader) {
    long target = owner.applied();
    long deadline = nanoClock.getAsLong() + CATCH_UP.toNanos();
    while (next <= target && nanoClock.getAsLong() < deadline && !hasEnded()) {
      readOn(reading, reader, target);
    }
    // When the owner was set back it may be further than he is: then he comes to it first.
    boolean isLevel =
        next == target + 1 && games.values().stream().allMatch(game -> game.next() <= target + 1);
    if (!isLevel || hasEnded()) {
      return false;
    }
    long now = nanoClock.getAsLong();
    for (FillingGame game : games.values()) {
      owner.rules().join(game.gameId(), game.version(), target, now);
      LOG.info(
          "The rules {} of {} have joined partition {} behind {}",
          game.version(),
          game.gameId(),
          owner.partition(),
          target);
    }
    return true;
  }

  private void readOn(FillLog.Reading reading, PartitionReader reader, long through) {
    List<ConsumerRecord<byte[], byte[]>> polled = reading.poll();
    List<ConsumerRecord<byte[], byte[]>> records =
        polled.isEmpty() || polled.get(polled.size() - 1).offset() <= through
            ? polled
            : polled.stream().filter(record -> record.offset() <= through).toList();
    if (records.size() < polled.size()) {
      reading.seek(polled.get(records.size()).offset());
    }
    if (records.isEmpty()) {
      // There is nothing between: had it been deleted meanwhile, reading would have failed.
      next = polled.isEmpty() ? next : through + 1;
      return;
    }
    PartitionBatch batch = reader.read(records);
    StandingsFold fold = writer.fold();
    for (EventEntry entry : batch.events()) {
      FillingGame game = games.get(entry.event().gameId());
      if (game != null && entry.offset() >= game.next()) {
        fold.add(owner.partition(), entry, game.rules());
      }
    }
    writer.write(fold);
    games.values().forEach(game -> game.filledBefore(batch.through() + 1));
    next = batch.through() + 1;
    reached = batch.through();
    writer.acknowledged(batch.through(), games.values());
  }
}
