package io.leaderboard.events.game;

/** A value of the topic {@code games}. */
public sealed interface GameRecord permits LogSettings, DefinitionBounds, GameDefined, GameSeen {}
