package io.leaderboard.events.game;

/**
 * A game that scores were sent to without a definition, and the definition it gets.
 *
 * @param seenAt milliseconds since 1970
 */
public record GameSeen(GameDefinition definition, long seenAt) implements GameRecord {}
