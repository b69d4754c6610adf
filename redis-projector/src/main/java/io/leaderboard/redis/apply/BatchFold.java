package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.LogEntry;
import io.leaderboard.projection.PartitionBatch;
import java.util.List;
import java.util.OptionalLong;

/**
 * Folds one batch, in the log's order, into one lane for each bucket. A bucket that is ahead skips
 * what it holds. Not thread-safe.
 */
final class BatchFold {
  private final PartitionBatch batch;
  private final GenerationPlan plan;
  private final Games games;
  private final Lane[] lanes;
  private final long[] before;
  private final int chunkMembers;
  private final ApplyMetrics metrics;

  /**
   * @param lanes by bucket
   */
  BatchFold(
      PartitionBatch batch,
      GenerationPlan plan,
      Games games,
      Lane[] lanes,
      int chunkMembers,
      ApplyMetrics metrics) {
    this.batch = batch;
    this.plan = plan;
    this.games = games;
    this.lanes = lanes;
    this.before = new long[lanes.length];
    for (int bucket = 0; bucket < lanes.length; bucket++) {
      before[bucket] = lanes[bucket].position();
    }
    this.chunkMembers = chunkMembers;
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
        lane.flush(entries.size(), batch.through());
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
    ScoreEvent event = entry.event();
    List<BoardPlan> boards = plan.boards(games, event.gameId());
    if (boards == null) {
      metrics.ignored(Ignored.UNKNOWN_GAME, 1);
      return;
    }
    boolean full = false;
    for (int i = 0; i < boards.size(); i++) {
      BoardPlan board = boards.get(i);
      OptionalLong value = board.rules().value(event);
      if (value.isEmpty()) {
        metrics.ignored(reason(board, event), 1);
        continue;
      }
      BoardShard shard = board.shard(event.userId());
      if (entry.offset() > before[shard.bucket()]) {
        Chunk chunk = lanes[shard.bucket()].open();
        add(chunk, board, shard, event, value.getAsLong());
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
        lane.flush(next, offset);
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
              : plan.boards(games, entry.event().gameId());
      if (boards == null) {
        continue;
      }
      for (BoardPlan board : boards) {
        OptionalLong value = board.rules().value(entry.event());
        BoardShard shard = board.shard(entry.event().userId());
        if (value.isPresent() && shard.bucket() == bucket) {
          add(unfolded, board, shard, entry.event(), value.getAsLong());
        }
      }
    }
    unfolded.end(folded.to(), folded.through());
    return unfolded;
  }

  private static void add(
      Chunk chunk, BoardPlan board, BoardShard shard, ScoreEvent event, long value) {
    chunk.add(shard, event.userId(), board.rules().sortKey(value), event.occurredAt());
  }

  private static Ignored reason(BoardPlan board, ScoreEvent event) {
    String metric = board.rules().board().metric();
    return metric.equals(BoardDefinition.SCORE) || event.metrics().containsKey(metric)
        ? Ignored.NOT_REPRESENTABLE
        : Ignored.NO_METRIC;
  }
}
