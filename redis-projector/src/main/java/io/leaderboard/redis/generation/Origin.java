package io.leaderboard.redis.generation;

import io.leaderboard.projection.ResumePoint;
import java.util.List;

/**
 * From where the log is followed by a generation that is filled from standings: everything before
 * is in Cassandra for good, so that whatever is scanned later holds it.
 *
 * @param epoch whose rules the standings are kept under
 * @param points by partition
 */
public record Origin(int epoch, List<ResumePoint> points) {
  public Origin {
    points = List.copyOf(points);
  }
}
