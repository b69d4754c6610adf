package io.leaderboard.redis.rebuild;

import io.leaderboard.redis.generation.EndedFill;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /actuator/rebuild} answers.
 *
 * @param live id of the live generation; null when nothing is readable yet
 * @param building what is being filled
 * @param waiting why games whose rules have changed are not filled now; null when none waits
 * @param lastFill what became of the last fill of games within the live generation; null when there
 *     was none
 * @param proof digests, when they were asked for
 */
public record RebuildAnswer(
    @Nullable String live,
    List<Building> building,
    @Nullable String waiting,
    @Nullable EndedFill lastFill,
    @Nullable Proof proof) {
  static final String FROM_LOG = "log";
  static final String FROM_STANDINGS = "standings";

  /**
   * A generation that is being filled, or games within the live one.
   *
   * @param id of the generation, or of the fill of games
   * @param games the first of the games that are filled; null for a whole generation
   * @param gameCount how many there are
   * @param from {@code log} or {@code standings}
   * @param waiting why the process that is asked cannot go on filling it now; null when it can
   * @param records of the log that it holds
   * @param end records that the log has
   * @param percent 0 to 100
   * @param joined partitions whose owners apply to it already
   * @param partitions of the log
   */
  public record Building(
      String id,
      @Nullable List<String> games,
      int gameCount,
      String from,
      @Nullable String waiting,
      long records,
      long end,
      double percent,
      int joined,
      int partitions) {}

  /**
   * Digests of boards at one position of the log.
   *
   * @param positions by partition: the last offset that is applied; -1 for none
   */
  public record Proof(Map<Integer, Long> positions, List<Board> boards) {}

  /**
   * A board in a period.
   *
   * @param digest of user and score, and of reachedAt where ties are broken by it; see {@code
   *     BoardDigest}
   */
  public record Board(
      String gameId, String boardId, String period, String generation, long users, String digest) {}
}
