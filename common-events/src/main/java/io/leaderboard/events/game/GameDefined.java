package io.leaderboard.events.game;

/**
 * A definition that somebody wrote.
 *
 * @param basedOn the version it was based on, 0 when the game did not exist
 * @param definedAt milliseconds since 1970
 */
public record GameDefined(GameDefinition definition, int basedOn, long definedAt)
    implements GameRecord {}
