package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.StoredPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where partitions are to be read on in a generation, and what is closed before that place. Calls
 * {@code resume_point.lua}. Thread-safe.
 */
final class StoredPoints {
  private final RedisLink redis;
  private final Script script = Script.named("resume_point");

  StoredPoints(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * The point of the bucket that is furthest behind: what was closed before it must be known to
   * whoever reads on from there, and what is closed behind it, as others know, will be read.
   *
   * @param position of the bucket, as it was read a moment ago and is stored
   * @throws PositionMovedException when the bucket has moved since: its closings would then be
   *     those of a place further on, and whoever is not there yet would take events for late
   */
  ResumePoint of(Generation generation, int bucket, int partition, long position) {
    List<Object> answer = ask(generation, bucket, partition);
    if (!answer.get(0).equals(Long.toString(position))) {
      throw new PositionMovedException(
          "Bucket %d of generation %s is at %s in partition %d, a moment ago it was at %d"
              .formatted(bucket, generation.id(), answer.get(0), partition, position));
    }
    return point(answer);
  }

  /** Where a bucket is now, and what is closed there. */
  ResumePoint now(Generation generation, int bucket, int partition) {
    return point(ask(generation, bucket, partition));
  }

  private List<Object> ask(Generation generation, int bucket, int partition) {
    return script.parts(
        redis,
        List.of(
            RedisLayout.positions(generation.id(), bucket),
            RedisLayout.closings(generation.id(), bucket)),
        Integer.toString(partition));
  }

  private static ResumePoint point(List<Object> answer) {
    String position = (String) answer.get(0);
    Map<String, Long> closedThrough = new HashMap<>();
    for (int i = 1; i < answer.size(); i += 2) {
      closedThrough.put((String) answer.get(i), Long.valueOf((String) answer.get(i + 1)));
    }
    long followed =
        position.isEmpty()
            ? StoredPosition.NONE
            : StoredPosition.followedFrom(Long.parseLong(position));
    return new ResumePoint(followed + 1, closedThrough);
  }
}
