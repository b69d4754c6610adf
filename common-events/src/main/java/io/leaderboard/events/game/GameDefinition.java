package io.leaderboard.events.game;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a game is: its numbers, its time and its boards.
 *
 * @param name for people, at most {@value #MAX_TEXT_BYTES} bytes, may be empty
 * @param description for people, at most {@value #MAX_TEXT_BYTES} bytes, may be empty
 * @param active whether it takes scores
 * @param decimals digits after the point of its scores, 0 to 6
 * @param timeZone where its days, weeks and months begin
 * @param lateness how long after its end a period is closed automatically, 0 to {@link
 *     #MAX_LATENESS}, whole milliseconds
 * @param minScore smallest score it takes, null for no bound; held without trailing zeros, so that
 *     equal definitions are equal
 * @param maxScore largest score it takes, null for no bound; held likewise
 * @param boards 1 to {@value #MAX_BOARDS}, with different ids
 */
public record GameDefinition(
    String gameId,
    String name,
    String description,
    boolean active,
    int decimals,
    ZoneId timeZone,
    Closing closing,
    Duration lateness,
    @Nullable BigDecimal minScore,
    @Nullable BigDecimal maxScore,
    List<BoardDefinition> boards) {
  /** Most boards of a game. */
  public static final int MAX_BOARDS = 20;

  /** Longest name or description, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 1_024;

  /** Longest lateness. */
  public static final Duration MAX_LATENESS = Duration.ofDays(30);

  /** Lateness of a game that does not say. */
  public static final Duration DEFAULT_LATENESS = Duration.ofMinutes(10);

  /**
   * @throws InvalidFieldException naming the field, when something is not allowed
   */
  public GameDefinition {
    Identifiers.requireName("gameId", gameId);
    Identifiers.requireText("name", name, MAX_TEXT_BYTES);
    Identifiers.requireText("description", description, MAX_TEXT_BYTES);
    if (decimals < 0 || decimals > ScaledLong.MAX_SCALE) {
      throw new InvalidFieldException("decimals", "must be 0 to " + ScaledLong.MAX_SCALE);
    }
    if (lateness.isNegative() || lateness.compareTo(MAX_LATENESS) > 0) {
      throw new InvalidFieldException("lateness", "must be PT0S to P30D");
    }
    if (!lateness.equals(Duration.ofMillis(lateness.toMillis()))) {
      throw new InvalidFieldException("lateness", "must be whole milliseconds");
    }
    minScore = representable("minScore", minScore, decimals);
    maxScore = representable("maxScore", maxScore, decimals);
    if (minScore != null && maxScore != null && minScore.compareTo(maxScore) > 0) {
      throw new InvalidFieldException("minScore", "must not be greater than maxScore");
    }
    boards = List.copyOf(boards);
    if (boards.isEmpty() || boards.size() > MAX_BOARDS) {
      throw new InvalidFieldException("boards", "must be 1 to " + MAX_BOARDS + " boards");
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < boards.size(); i++) {
      if (!ids.add(boards.get(i).id())) {
        throw new InvalidFieldException(
            "boards[" + i + "].id", "must be another than those before it");
      }
    }
  }

  /**
   * The definition of a game that scores are sent to before anybody defines it: the best scores of
   * all time, of each month, week and day.
   */
  public static GameDefinition automatic(String gameId) {
    return new GameDefinition(
        gameId,
        "",
        "",
        true,
        0,
        ZoneId.of("UTC"),
        Closing.AUTOMATIC,
        DEFAULT_LATENESS,
        null,
        null,
        List.of(
            BoardDefinition.withDefaults("all-time", PeriodKind.ALL_TIME),
            BoardDefinition.withDefaults("monthly", PeriodKind.MONTHLY),
            BoardDefinition.withDefaults("weekly", PeriodKind.WEEKLY),
            BoardDefinition.withDefaults("daily", PeriodKind.DAILY)));
  }

  /**
   * This definition, which followed {@code former}, with the same objects where they are equal: a
   * game's former rules are kept, and boards of a thousand seasons seldom change.
   */
  GameDefinition sharing(GameDefinition former) {
    if (equals(former)) {
      return former;
    }
    if (boards.equals(former.boards)) {
      return withBoards(former.boards);
    }
    return withBoards(
        boards.stream()
            .map(board -> former.board(board.id()).filter(board::equals).orElse(board))
            .toList());
  }

  private GameDefinition withBoards(List<BoardDefinition> same) {
    return new GameDefinition(
        gameId,
        name,
        description,
        active,
        decimals,
        timeZone,
        closing,
        lateness,
        minScore,
        maxScore,
        same);
  }

  /** The board of that id. */
  public Optional<BoardDefinition> board(String boardId) {
    return boards.stream().filter(board -> board.id().equals(boardId)).findFirst();
  }

  /** The board that the short routes use: {@code all-time}, or else the first. */
  public BoardDefinition mainBoard() {
    return board("all-time").orElse(boards.get(0));
  }

  private static @Nullable BigDecimal representable(
      String field, @Nullable BigDecimal bound, int decimals) {
    if (bound == null) {
      return null;
    }
    long scaled =
        ScaledLong.of(bound, decimals)
            .orElseThrow(() -> new InvalidFieldException(field, ScaledLong.allowed(decimals)));
    return ScaledLong.toDecimal(scaled, decimals);
  }
}
