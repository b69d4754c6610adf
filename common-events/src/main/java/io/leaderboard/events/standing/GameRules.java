package io.leaderboard.events.standing;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Game;
import java.util.List;

/**
 * What the log means to a game under one version of its rules. Thread-safe.
 *
 * @param version the rules version
 * @param closedFromStart periods that ended at or before it are closed from the start, milliseconds
 *     since 1970; {@link Long#MIN_VALUE} for none
 * @param boards what it means to each board
 */
public record GameRules(int version, long closedFromStart, List<BoardRules> boards) {
  public GameRules {
    boards = List.copyOf(boards);
  }

  /** The rules of one version, which is one of {@code game}'s. */
  public static GameRules of(Game game, Game.Rules rules) {
    long closedFromStart = game.closedFromStart(rules.definition());
    return new GameRules(
        rules.version(),
        closedFromStart,
        rules.definition().boards().stream()
            .map(board -> new BoardRules(rules.definition(), board, closedFromStart))
            .toList());
  }

  /** Whether the event came too late for the period that it belongs to on some board. */
  public boolean isLateForSomeBoard(EventEntry entry) {
    // A period ends behind every event in it: most events need no calendar.
    if (entry.event().occurredAt() >= Math.max(entry.closedThrough(), closedFromStart)) {
      return false;
    }
    for (BoardRules board : boards) {
      if (board.isLate(entry)) {
        return true;
      }
    }
    return false;
  }
}
