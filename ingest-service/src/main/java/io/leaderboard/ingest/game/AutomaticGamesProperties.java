package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Named;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Games that scores are sent to before anybody defines them.
 *
 * @param enabled whether a score defines its game; when it is not set, only where nobody but this
 *     machine can send one: a misspelt id of a stranger would be a game for ever
 * @param max most such games; with 0 a score of an unknown game is refused
 * @param boards the boards that they get; without any, the best scores of all time, of each month,
 *     week and day
 */
@Validated
@ConfigurationProperties("leaderboard.automatic-games")
public record AutomaticGamesProperties(
    @Nullable Boolean enabled,
    @DefaultValue("1000") @Min(0) @Max(100_000) int max,
    @DefaultValue @Size(max = GameDefinition.MAX_BOARDS) List<@Valid Board> boards) {

  /**
   * A board, with the names that the API uses.
   *
   * @param id unique among the boards
   */
  public record Board(
      @NotBlank String id,
      @DefaultValue("best") String aggregation,
      @DefaultValue("desc") String order,
      @DefaultValue("all-time") String period,
      @DefaultValue("shared") String ties) {

    BoardDefinition definition() {
      String key = "leaderboard.automatic-games.boards[" + id + "].";
      return new BoardDefinition(
          id,
          Named.parse(key + "aggregation", aggregation, Aggregation.class),
          Named.parse(key + "order", order, Order.class),
          BoardDefinition.SCORE,
          Named.parse(key + "period", period, PeriodKind.class),
          List.of(),
          Named.parse(key + "ties", ties, Ties.class),
          BoardDefinition.DEFAULT_RETENTION,
          1);
    }
  }

  /**
   * @throws io.leaderboard.events.limit.InvalidFieldException naming the key, when a board is not
   *     allowed
   */
  public AutomaticGamesProperties {
    boards = List.copyOf(boards);
    definition("any", boards);
  }

  /**
   * Whether a score defines its game.
   *
   * @param address that the service listens on, null for all of them
   */
  boolean isEnabledOn(@Nullable InetAddress address) {
    return enabled == null ? address != null && address.isLoopbackAddress() : enabled;
  }

  /** The definition that such a game gets. */
  GameDefinition definition(String gameId) {
    return definition(gameId, boards);
  }

  private static GameDefinition definition(String gameId, List<Board> boards) {
    GameDefinition automatic = GameDefinition.automatic(gameId);
    return new GameDefinition(
        gameId,
        automatic.name(),
        automatic.description(),
        automatic.active(),
        automatic.decimals(),
        automatic.timeZone(),
        automatic.closing(),
        automatic.lateness(),
        null,
        null,
        boards.isEmpty() ? automatic.boards() : boards.stream().map(Board::definition).toList());
  }
}
