package io.leaderboard.cli.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be played.
 *
 * @param name of the game; several have its number behind it
 * @param games how many, each with as many users
 * @param users of each game
 * @param events sessions in all; Long.MAX_VALUE when only the duration ends it
 * @param rate sessions a second in all; 0 as fast as they are taken
 * @param batch sessions a request; 1 goes by the route of single scores
 * @param duration how long it is played at most; null for no limit
 * @param readers threads that read
 * @param readRate reads a second of each reader; 0 as fast as they are answered
 * @param probeRate sessions a second that are looked for in the top of the first game
 * @param connections for sessions
 * @param fourBoards whether games have the four default boards, or the one of all time
 * @param sum whether boards add scores up, or keep the best
 * @param settle how long everything may take to become visible at the end
 */
public record LoadOrder(
    String name,
    int games,
    int users,
    long events,
    long rate,
    int batch,
    Distribution distribution,
    @Nullable Duration duration,
    int readers,
    int readRate,
    int probeRate,
    int connections,
    boolean fourBoards,
    boolean sum,
    long seed,
    Duration settle) {

  String gameId(int game) {
    return games == 1 ? name : name + "-" + game;
  }

  List<BoardKind> boards() {
    return fourBoards ? List.of(BoardKind.values()) : List.of(BoardKind.ALL_TIME);
  }
}
