package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.projection.PartitionBatch;
import java.util.List;

/**
 * Folds one batch, in the log's order, into one lane for each bucket. A bucket that is ahead skips
 * what it holds. Not thread-safe.
 */
final class BatchFold {
  private final PartitionBatch batch;
  private final PlannedBoards plan;
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
      PlannedBoards plan,
      Lane[] lanes,
      int chunkMembers,
      HeldEvents held,
      ApplyMetrics metrics) {
    this.batch = batch;
    this.plan = plan;
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
      // What else there is changes no standing: it goes with the chunk in whose range it lies.
      if (entries.get(i) instanceof EventEntry event && !event.duplicate()) {
        fold(event, i + 1);
      }
    }
    for (Lane lane : lanes) {
      if (lane.position() < batch.through()) {
        lane.flush(entries.size(), batch.through(), entries);
      }
    }
  }

  /** Waits until Redis holds all of it. */
  void finish() {
    for (Lane lane : lanes) {
      lane.finish(chunk -> eventByEvent(lane.bucket(), chunk));
    }
  }

  private void fold(EventEntry entry, int next) {
    List<BoardPlan> boards = plan.of(entry.event().gameId());
    if (boards == null) {
      metrics.ignored(Effect.Ignored.UNKNOWN_GAME, 1);
      return;
    }
    boolean full = false;
    for (int i = 0; i < boards.size(); i++) {
      BoardPlan board = boards.get(i);
      Effect effect = board.rules().effect(entry);
      if (effect instanceof Effect.Counts counts) {
        BoardShard shard = board.shard(counts.period(), entry.event().userId());
        if (entry.offset() > before[shard.bucket()] && !held.holds(shard, entry)) {
          Chunk chunk = lanes[shard.bucket()].open();
          add(chunk, board, shard, entry, counts);
          full |= chunk.weight() >= chunkMembers;
        }
      } else {
        metrics.ignored((Effect.Ignored) effect, 1);
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
        lane.flush(next, offset, batch.entries());
      }
    }
  }

  /** The entries of a chunk once more, for one bucket. */
  private Chunk eventByEvent(int bucket, Chunk folded) {
    Chunk unfolded = folded.eventByEvent();
    for (LogEntry each : batch.entries().subList(folded.from(), folded.to())) {
      if (!(each instanceof EventEntry entry) || entry.offset() <= before[bucket]) {
        continue;
      }
      List<BoardPlan> boards = plan.of(entry.event().gameId());
      if (boards == null) {
        continue;
      }
      for (BoardPlan board : boards) {
        if (board.rules().effect(entry) instanceof Effect.Counts counts) {
          BoardShard shard = board.shard(counts.period(), entry.event().userId());
          if (shard.bucket() == bucket && !held.holds(shard, entry)) {
            add(unfolded, board, shard, entry, counts);
          }
        }
      }
    }
    unfolded.end(folded.to(), folded.through(), batch.entries());
    return unfolded;
  }

  private static void add(
      Chunk chunk, BoardPlan board, BoardShard shard, EventEntry entry, Effect.Counts counts) {
    chunk.add(
        shard,
        entry.event().userId(),
        board.rules().sortKey(counts.value()),
        entry.event().occurredAt());
  }
}
