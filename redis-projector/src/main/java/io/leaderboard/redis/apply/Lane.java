package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.apply.ApplyScript.Reply;
import io.leaderboard.redis.generation.FillTarget;
import io.lettuce.core.RedisNoScriptException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/**
 * The calls that bring one bucket from one position of a partition to the next: each expects what
 * its predecessor leaves, so that they can be sent without waiting, and so that after one that
 * changed nothing the rest change nothing either. Not thread-safe.
 */
final class Lane {
  /** The script is lost at most once per restart of Redis; more often is a fault. */
  private static final int MOST_LOADS = 3;

  private record Sent(Chunk chunk, CompletableFuture<Reply> reply, long at) {}

  private final FillTarget target;
  private final int partition;
  private final int bucket;
  private final String joins;
  private final ApplyScript script;
  private final ApplyMetrics metrics;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private Chunk open;
  private long position;
  private int loads;

  /**
   * @param position the bucket's position in the partition
   * @param joins how many fills are known to be joined there; "" to compare nothing
   */
  Lane(
      FillTarget target,
      int partition,
      int bucket,
      long position,
      String joins,
      ApplyScript script,
      ApplyMetrics metrics) {
    this.target = target;
    this.partition = partition;
    this.bucket = bucket;
    this.position = position;
    this.script = script;
    this.metrics = metrics;
    this.joins = joins;
    this.open = new Chunk(partition, position, joins, 0, false);
  }

  /** The bucket's position when everything that was sent is applied. */
  long position() {
    return position;
  }

  int bucket() {
    return bucket;
  }

  /** What is being folded. */
  Chunk open() {
    return open;
  }

  /**
   * Sends what is being folded.
   *
   * @param to index in the batch behind the last entry that it stands for
   * @param through the position after it
   * @param entries of the batch
   */
  void flush(int to, long through, List<LogEntry> entries) {
    Chunk full = open;
    full.end(to, through, entries);
    position = through;
    open = new Chunk(partition, through, joins, to, false);
    send(full);
  }

  /**
   * Returns when everything that was sent is applied.
   *
   * @param unfold makes a chunk of the same entries that applies sums event by event
   * @throws PositionMovedException when the bucket's position is not the one expected
   */
  void finish(UnaryOperator<Chunk> unfold) {
    while (!sent.isEmpty()) {
      Sent first = sent.getFirst();
      Reply reply;
      try {
        reply = first.reply().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RedisNoScriptException && loads < MOST_LOADS) {
          loads++;
          metrics.scriptLoaded();
          sendAgain(first.chunk(), true);
          continue;
        }
        throw failure(e);
      }
      switch (reply.status()) {
        case OK -> {
          sent.removeFirst();
          first.chunk().confirmed();
          metrics.applied(first.chunk(), System.nanoTime() - first.at());
          metrics.ignored(Effect.Ignored.OUT_OF_RANGE, reply.leftOut());
        }
        case RANGE -> {
          metrics.sentEventByEvent();
          sendAgain(unfold.apply(first.chunk()), false);
        }
        case SEALED ->
            throw PositionMovedException.replaced(
                "%s is applied to no more: %s takes its place".formatted(target, reply.detail()));
        case MOVED -> throw moved(first.chunk(), reply.detail());
        case BAD ->
            throw new IllegalStateException(
                "Redis cannot apply what partition %d holds: %s. Somebody else has written to this Redis: run \"deploy/leaderboard rebuild\", which fills other keys"
                    .formatted(partition, reply.detail()));
      }
    }
  }

  /** Sends all chunks again that nothing was changed by: the first one in another form. */
  private void sendAgain(Chunk first, boolean whole) {
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(first);
    sent.removeFirst();
    while (!sent.isEmpty()) {
      Sent next = sent.removeFirst();
      // It expects a position that was not reached; its answer must be in before it is sent anew.
      next.reply().handle((reply, failure) -> 0).join();
      chunks.add(next.chunk());
    }
    send(chunks.get(0), whole);
    chunks.subList(1, chunks.size()).forEach(this::send);
  }

  private void send(Chunk chunk) {
    send(chunk, false);
  }

  private void send(Chunk chunk, boolean whole) {
    sent.addLast(
        new Sent(chunk, script.send(target, bucket, partition, chunk, whole), System.nanoTime()));
  }

  private PositionMovedException moved(Chunk chunk, String stored) {
    return new PositionMovedException(
        "Bucket %d of %s is at %s in partition %d, expected %d"
            .formatted(
                bucket,
                target,
                stored.isEmpty() ? "no position" : stored,
                partition,
                chunk.expected()));
  }

  private static RuntimeException failure(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? new IllegalStateException("Redis: " + cause.getMessage(), cause)
        : e;
  }
}
