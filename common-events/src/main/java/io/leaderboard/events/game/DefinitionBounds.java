package io.leaderboard.events.game;

import io.leaderboard.events.limit.InvalidFieldException;

/**
 * How many games may be defined, and how large, from here on in the log. Games that are defined
 * already stay.
 *
 * @param games most games, 1 to {@value #MAX_GAMES}
 * @param definitionBytes longest value of {@code games} that holds a definition, {@value
 *     #MIN_DEFINITION_BYTES} to {@value #MAX_DEFINITION_BYTES} bytes: what stands in the log, which
 *     is the same to every version that reads it
 * @param initial written when the log was created: counts only while there are no others, so that
 *     of several services that create it the first decides
 */
public record DefinitionBounds(int games, int definitionBytes, boolean initial)
    implements GameRecord {
  /** Most games that may be allowed. */
  public static final int MAX_GAMES = 10_000_000;

  /** Least bytes of a definition that must be allowed: an automatic game fits. */
  public static final int MIN_DEFINITION_BYTES = 1_024;

  /** Most bytes of a definition that may be allowed: a record of it fits in Kafka. */
  public static final int MAX_DEFINITION_BYTES = 1_000_000;

  /**
   * @throws InvalidFieldException naming the field, when something is not allowed
   */
  public DefinitionBounds {
    if (games < 1 || games > MAX_GAMES) {
      throw new InvalidFieldException("games", "must be 1 to " + MAX_GAMES);
    }
    if (definitionBytes < MIN_DEFINITION_BYTES || definitionBytes > MAX_DEFINITION_BYTES) {
      throw new InvalidFieldException(
          "definitionBytes", "must be " + MIN_DEFINITION_BYTES + " to " + MAX_DEFINITION_BYTES);
    }
  }
}
