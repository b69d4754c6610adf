package io.leaderboard.projection;

import java.util.Map;

/**
 * Where a partition is to be read on, and what stands before that place and matters behind it.
 *
 * @param offset the smallest offset that some part of the store has not applied; 0 when it has
 *     nothing
 * @param closedThrough by game: until when its periods are closed by the records before {@code
 *     offset}, milliseconds since 1970; games without a closing are not in it
 */
public record ResumePoint(long offset, Map<String, Long> closedThrough) {
  /** The log's start. */
  public static final ResumePoint START = at(0);

  public ResumePoint {
    closedThrough = Map.copyOf(closedThrough);
  }

  /** A place with no closing before it. */
  public static ResumePoint at(long offset) {
    return new ResumePoint(offset, Map.of());
  }
}
