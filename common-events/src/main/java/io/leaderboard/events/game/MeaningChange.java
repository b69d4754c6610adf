package io.leaderboard.events.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether a new definition changes what the events of a game mean, so that its standings must be
 * computed again from the log.
 */
public final class MeaningChange {
  /**
   * A season added counts as lying ahead when it starts at least this long after the definition was
   * written: longer than an event may be dated ahead (5 minutes), and than a projector takes to see
   * a definition. In milliseconds.
   */
  public static final long SEASON_AHEAD_MILLIS = 600_000;

  private MeaningChange() {}

  /**
   * The fields whose change makes the log mean something else, as paths such as {@code
   * boards.weekly.order}; empty when the new definition can take effect at once. A board that goes
   * away is no such change, one that is added is.
   *
   * @param definedAt when the new definition was written, milliseconds since 1970
   */
  public static List<String> between(GameDefinition before, GameDefinition after, long definedAt) {
    List<String> changed = new ArrayList<>();
    compare(changed, "decimals", before.decimals(), after.decimals());
    compare(changed, "timeZone", before.timeZone(), after.timeZone());
    // It decides whether what was over when the game was first seen is closed from the start.
    compare(changed, "closing", before.closing(), after.closing());
    for (BoardDefinition board : after.boards()) {
      String path = "boards." + board.id();
      before
          .board(board.id())
          .ifPresentOrElse(
              old -> compareBoards(changed, path, old, board, definedAt), () -> changed.add(path));
    }
    return List.copyOf(changed);
  }

  private static void compareBoards(
      List<String> changed,
      String path,
      BoardDefinition old,
      BoardDefinition board,
      long definedAt) {
    compare(changed, path + ".aggregation", old.aggregation(), board.aggregation());
    compare(changed, path + ".order", old.order(), board.order());
    compare(changed, path + ".metric", old.metric(), board.metric());
    compare(changed, path + ".period", old.period(), board.period());
    compare(changed, path + ".ties", old.ties(), board.ties());
    // Shards say where an entry lies, so that the board must be laid out again.
    compare(changed, path + ".shards", old.shards(), board.shards());
    if (!onlySeasonsAheadAdded(old, board, definedAt)) {
      changed.add(path + ".seasons");
    }
  }

  private static boolean onlySeasonsAheadAdded(
      BoardDefinition old, BoardDefinition board, long definedAt) {
    return board.seasons().containsAll(old.seasons())
        && board.seasons().stream()
            .filter(season -> !old.seasons().contains(season))
            .allMatch(season -> season.start() >= definedAt + SEASON_AHEAD_MILLIS);
  }

  private static void compare(List<String> changed, String path, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      changed.add(path);
    }
  }
}
