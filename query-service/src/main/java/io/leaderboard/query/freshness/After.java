package io.leaderboard.query.freshness;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.PositionToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The positions that a reader wants to be applied before it is answered.
 *
 * @param positions the largest of each partition that was named; empty when the reader does not
 *     care
 * @param tokens as they were sent: what they say of the log that they are of
 */
public record After(List<Position> positions, List<PositionToken> tokens) {
  /** The query parameter: {@linkplain PositionToken tokens}, separated by commas. */
  public static final String PARAMETER = "after";

  /** The reader does not care. */
  public static final After NOTHING = new After(List.of(), List.of());

  public After {
    positions = List.copyOf(positions);
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads the parameter.
   *
   * @param partitions how many the log has
   * @throws InvalidFieldException when it is no list of positions, or names a partition that the
   *     log does not have
   */
  public static After parse(String text, int partitions) {
    String[] parts = text.split(",", partitions + 1);
    if (parts.length > partitions) {
      throw new InvalidFieldException(
          PARAMETER, "must be at most " + partitions + " positions, one a partition");
    }
    Map<Integer, Position> latest = new HashMap<>();
    List<PositionToken> tokens = new ArrayList<>();
    for (String part : parts) {
      PositionToken token = PositionToken.parse(PARAMETER, part);
      tokens.add(token);
      Position position = token.position();
      if (position.partition() >= partitions) {
        throw new InvalidFieldException(
            PARAMETER, "must name partitions from 0 to " + (partitions - 1));
      }
      latest.merge(position.partition(), position, (a, b) -> a.offset() >= b.offset() ? a : b);
    }
    return new After(new ArrayList<>(latest.values()), tokens);
  }

  /** Whether the reader does not care. */
  public boolean isNothing() {
    return positions.isEmpty();
  }
}
