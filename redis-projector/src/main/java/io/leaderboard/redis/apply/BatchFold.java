package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.LogEntry;
import io.leaderboard.projection.PartitionBatch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds one batch, in the log's order, into one lane for each bucket. A bucket that is ahead skips
 * what it holds. Not thread-safe.
 */
final class BatchFold {
  private final PartitionBatch batch;
  private final GenerationPlan.Defined plan;
  private final Lane[] lanes;
  private final long[] before;
  private final int chunkMembers;
  private final HeldEvents held;
  private final ApplyMetrics metrics;

  /**
   * @param lanes by bucket
   * @param held what standings that were restored hold already
   */
  BatchFold(
      PartitionBatch batch,
      GenerationPlan plan,
      Games games,
      Lane[] lanes,
      int chunkMembers,
      HeldEvents held,
      ApplyMetrics metrics) {
    this.batch = batch;
    this.plan = plan.with(games);
    this.lanes = lanes;
    this.before = new long[lanes.length];
    for (int bucket = 0; bucket < lanes.length; bucket++) {
      before[bucket] = lanes[bucket].position();
    }
    this.chunkMembers = chunkMembers;
    this.held = held;
    this.metrics = metrics;
  }

  /** Folds and sends all of it; the lanes are to be finished. */
  void send() {
    List<LogEntry> entries = batch.entries();
    for (int i = 0; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      if (!entry.duplicate()) {
        fold(entry, i + 1);
      }
    }
    for (Lane lane : lanes) {
      if (lane.position() < batch.through()) {
        lane.flush(entries.size(), batch.through(), batch.closings());
      }
    }
  }

  /** Waits until Redis holds all of it. */
  void finish() {
    for (Lane lane : lanes) {
      lane.finish(chunk -> eventByEvent(lane.bucket(), chunk));
    }
  }

  private void fold(LogEntry entry, int next) {
    List<BoardPlan> boards = plan.boards(entry.event().gameId());
    if (boards == null) {
      metrics.ignored(Ignored.UNKNOWN_GAME, 1);
      return;
    }
    boolean full = false;
    for (int i = 0; i < boards.size(); i++) {
      BoardPlan board = boards.get(i);
      Ignored ignored = ignored(board, entry);
      if (ignored != null) {
        metrics.ignored(ignored, 1);
        continue;
      }
      BoardShard shard = shard(board, entry);
      if (entry.offset() > before[shard.bucket()] && !held.holds(shard, entry)) {
        Chunk chunk = lanes[shard.bucket()].open();
        add(chunk, board, shard, entry.event());
        full |= chunk.weight() >= chunkMembers;
      }
    }
    if (full) {
      // Only between events: an event that goes to two boards of a bucket is applied at once.
      flushFull(next, entry.offset());
    }
  }

  private void flushFull(int next, long offset) {
    for (Lane lane : lanes) {
      if (lane.open().weight() >= chunkMembers) {
        lane.flush(next, offset, batch.closings());
      }
    }
  }

  /** The entries of a chunk once more, for one bucket. */
  private Chunk eventByEvent(int bucket, Chunk folded) {
    Chunk unfolded = new Chunk(batch.partition(), folded.expected(), folded.from(), true);
    for (LogEntry entry : batch.entries().subList(folded.from(), folded.to())) {
      List<BoardPlan> boards =
          entry.duplicate() || entry.offset() <= before[bucket]
              ? null
              : plan.boards(entry.event().gameId());
      if (boards == null) {
        continue;
      }
      for (BoardPlan board : boards) {
        if (ignored(board, entry) == null) {
          BoardShard shard = shard(board, entry);
          if (shard.bucket() == bucket && !held.holds(shard, entry)) {
            add(unfolded, board, shard, entry.event());
          }
        }
      }
    }
    unfolded.end(folded.to(), folded.through(), batch.closings());
    return unfolded;
  }

  /** Why an event does not count on a board, null when it does as far as can be told here. */
  static @Nullable Ignored ignored(BoardPlan board, LogEntry entry) {
    ScoreEvent event = entry.event();
    Period period = board.rules().period(event);
    if (period == null) {
      return Ignored.NO_SEASON;
    }
    if (entry.isLateFor(period, board.closedFromStart())) {
      return Ignored.LATE;
    }
    if (board.rules().value(event).isPresent()) {
      return null;
    }
    String metric = board.rules().board().metric();
    return metric.equals(BoardDefinition.SCORE) || event.metrics().containsKey(metric)
        ? Ignored.NOT_REPRESENTABLE
        : Ignored.NO_METRIC;
  }

  /** Where an event that counts goes. */
  static BoardShard shard(BoardPlan board, LogEntry entry) {
    Period period = Objects.requireNonNull(board.rules().period(entry.event()));
    return board.shard(period, entry.event().userId());
  }

  private static void add(Chunk chunk, BoardPlan board, BoardShard shard, ScoreEvent event) {
    long value = board.rules().value(event).orElseThrow();
    chunk.add(shard, event.userId(), board.rules().sortKey(value), event.occurredAt());
  }
}
