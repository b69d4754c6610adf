package io.leaderboard.redis.generation;

import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * How far the partitions of something are that is filled from standings, as Redis holds it: so that
 * whoever owns a partition next goes on, and nobody else can. Thread-safe.
 */
public final class RestoreProgress {
  private final RedisLink redis;
  private final Script mark = Script.named("mark_scanned");
  private final Script endRestore = Script.named("end_restore");

  RestoreProgress(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * The largest offset that some standing of a partition may hold already; -1 when there is none
   * behind what its position says, as in every generation that was not filled from standings.
   */
  public long guardedThrough(FillTarget target, int partition) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      asked.add(async.hget(target.filling(bucket), "guarded." + partition));
    }
    return Answers.of(asked).stream()
        .filter(Objects::nonNull)
        .mapToLong(Long::parseLong)
        .max()
        .orElse(-1);
  }

  /**
   * The numbers of the parts of a scan that all buckets have of a partition that is being restored:
   * one that was set back lacks what it has not, while others go on.
   *
   * @param positions of the target, a moment ago: a bucket that is restored has all
   */
  public BitSet scanned(FillTarget target, int partition, BucketPositions positions, int parts) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<List<String>>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      Long position = positions.of(bucket, partition);
      if (position == null || position < StoredPosition.NONE) {
        asked.add(async.hkeys(target.scanned(bucket, partition)));
      }
    }
    BitSet scanned = new BitSet();
    scanned.set(0, parts);
    for (List<String> ofBucket : Answers.of(asked)) {
      BitSet has = new BitSet();
      ofBucket.forEach(part -> has.set(Integer.parseInt(part)));
      scanned.and(has);
    }
    return scanned;
  }

  /**
   * Notes in every bucket that a part of a scan is done for a partition, and so behind everything
   * that it brought there.
   *
   * @return false when the partition has another owner now
   */
  public boolean markScanned(FillTarget target, int partition, String token, int part) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      String[] keys = {
        target.filling(bucket), target.scanned(bucket, partition), target.positions(bucket)
      };
      sent.add(mark.later(redis, keys, Integer.toString(partition), token, Integer.toString(part)));
    }
    return Answers.of(sent).stream().allMatch(done -> done == 1);
  }

  /** What {@link #endRestore} did. */
  public enum End {
    /** The partition is restored. */
    RESTORED,
    /** It has another owner now. */
    OWNED_ELSEWHERE,
    /** Redis lost some parts since they were scanned. */
    INCOMPLETE
  }

  /**
   * Notes that all parts of a scan are done for a partition.
   *
   * @param position behind which the log is followed
   */
  public End endRestore(FillTarget target, int partition, String token, int parts, long position) {
    String number = Integer.toString(partition);
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      String[] keys = {
        target.filling(bucket), target.scanned(bucket, partition), target.positions(bucket)
      };
      sent.add(
          endRestore.later(
              redis,
              keys,
              number,
              token,
              Integer.toString(parts),
              Long.toString(StoredPosition.restoring(position)),
              Long.toString(position)));
    }
    List<Long> answers = Answers.of(sent);
    if (answers.contains(0L)) {
      return End.OWNED_ELSEWHERE;
    }
    return answers.contains(-1L) ? End.INCOMPLETE : End.RESTORED;
  }
}
