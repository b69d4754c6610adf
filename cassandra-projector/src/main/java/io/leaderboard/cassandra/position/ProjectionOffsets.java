package io.leaderboard.cassandra.position;

/**
 * How far a projection is in one partition, both offsets inclusive and -1 for none.
 *
 * @param applied everything up to it was acknowledged
 * @param confirmed everything up to it is certainly kept, whatever crashes; not above {@code
 *     applied}, but for what a crash took back
 */
public record ProjectionOffsets(long applied, long confirmed) {
  /** Nothing is applied. */
  public static final ProjectionOffsets NONE = new ProjectionOffsets(-1, -1);
}
