package io.leaderboard.query.board;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Which periods were announced, with final standings, under which rules: as long as Redis holds a
 * period under the same, it answers for it, and else the archive does. Known from the manifests in
 * {@code final-manifests}, so that nobody is asked for it: neither Redis nor Cassandra. Memory is
 * some hundred bytes a board, however many periods it had. Thread-safe.
 */
public final class Announced {
  /** How the rules that Redis holds a period under stand to those it was announced under. */
  public enum Rules {
    /** They are the same, or the period was not announced. */
    ALIKE,
    /** They may be others: the archive knows. */
    PERHAPS_OTHERS,
    /** Not everything is read that was announced until a moment ago. */
    UNKNOWN
  }

  /** The rules of a game that were never changed: whatever was announced was under these. */
  private static final int FIRST_RULES = 1;

  private final Map<String, AnnouncedBoard> boards = new ConcurrentHashMap<>();
  private final BooleanSupplier isLevel;

  /**
   * @param isLevel whether everything was {@linkplain #add added} that was announced until a moment
   *     ago
   */
  public Announced(BooleanSupplier isLevel) {
    this.isLevel = isLevel;
  }

  /** A period was announced; may be told again. */
  public void add(FinalManifest manifest) {
    FinalPeriod period = manifest.period();
    boards
        .computeIfAbsent(key(period.gameId(), period.boardId()), board -> new AnnouncedBoard())
        .add(manifest);
  }

  /** How the rules in Redis stand to what was announced of the period. */
  public Rules of(BoardPlace place) {
    int version = place.keys().edition().rules();
    if (place.period().end() == Long.MAX_VALUE || version == FIRST_RULES) {
      return Rules.ALIKE;
    }
    if (!isLevel.getAsBoolean()) {
      return Rules.UNKNOWN;
    }
    AnnouncedBoard board = boards.get(key(place.gameId(), place.boardId()));
    return board != null && board.mayDiffer(version, place.meaning(), place.period())
        ? Rules.PERHAPS_OTHERS
        : Rules.ALIKE;
  }

  /**
   * Whether a period of that id may have been announced of a board, under whatever rules it had;
   * true while that is not known. Never of a game whose rules were not changed: what it announced
   * is on its calendar.
   *
   * @param version of the rules that the game is read under
   */
  boolean mayHave(int version, String gameId, String boardId, String period) {
    if (version == FIRST_RULES) {
      return false;
    }
    AnnouncedBoard board = boards.get(key(gameId, boardId));
    return !isLevel.getAsBoolean() || (board != null && board.mayHave(period));
  }

  /** As {@link #mayHave}, of any period. */
  boolean mayHaveAny(BoardPlace place) {
    return place.keys().edition().rules() != FIRST_RULES
        && (!isLevel.getAsBoolean() || boards.containsKey(key(place.gameId(), place.boardId())));
  }

  private static String key(String gameId, String boardId) {
    return gameId + '/' + boardId;
  }
}
