package io.leaderboard.redis.apply;

import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.StoredPosition;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions are to be read on, and what is closed before that place. What is closed is read
 * in pieces, of whatever number of games, so that no call takes long. Thread-safe.
 */
final class StoredPoints {
  private static final int GAMES_PER_CALL = 500;
  private static final int ATTEMPTS = 20;

  private final RedisLink redis;

  StoredPoints(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * The point of the bucket that is furthest behind: what was closed before it must be known to
   * whoever reads on from there, and what is closed behind it, as others know, will be read.
   *
   * <p>A bucket's closings are written with its position, which only grows. So what was read in
   * pieces is that of the position if the position is the same behind it as before.
   *
   * @param position of the bucket, as it was read a moment ago and is stored
   * @throws PositionMovedException when the bucket has moved since: its closings would then be
   *     those of a place further on, and whoever is not there yet would take events for late
   */
  ResumePoint of(FillTarget target, int bucket, int partition, long position) {
    Map<String, Long> closed = closed(target, bucket, partition);
    String now = position(target, bucket, partition);
    if (!Long.toString(position).equals(now)) {
      throw new PositionMovedException(
          "Bucket %d of %s is at %s in partition %d, a moment ago it was at %d"
              .formatted(bucket, target, now, partition, position));
    }
    return new ResumePoint(StoredPosition.followedFrom(position) + 1, closed);
  }

  /**
   * Where a bucket is now, and what is closed there.
   *
   * @throws PositionMovedException when it moved each time
   */
  ResumePoint now(FillTarget target, int bucket, int partition) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String before = position(target, bucket, partition);
      if (before == null) {
        return ResumePoint.START;
      }
      Map<String, Long> closed = closed(target, bucket, partition);
      if (before.equals(position(target, bucket, partition))) {
        return new ResumePoint(StoredPosition.followedFrom(Long.parseLong(before)) + 1, closed);
      }
    }
    throw new PositionMovedException(
        "Bucket %d of %s keeps moving in partition %d".formatted(bucket, target, partition));
  }

  private @Nullable String position(FillTarget target, int bucket, int partition) {
    return redis.commands().hget(target.positions(bucket), Integer.toString(partition));
  }

  private Map<String, Long> closed(FillTarget target, int bucket, int partition) {
    String key = target.closings(bucket, partition);
    Map<String, Long> closed = new HashMap<>();
    ScanArgs piece = ScanArgs.Builder.limit(GAMES_PER_CALL);
    MapScanCursor<String, String> cursor = redis.commands().hscan(key, piece);
    while (true) {
      cursor.getMap().forEach((game, through) -> closed.put(game, Long.valueOf(through)));
      if (cursor.isFinished()) {
        return closed;
      }
      cursor = redis.commands().hscan(key, cursor, piece);
    }
  }
}
