package io.leaderboard.web;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinitionDocument;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.limit.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A page of the list of games, in the order of their ids: as many as were asked for, or as {@link
 * PageBytes} takes.
 *
 * @param games what stands on it
 * @param next the cursor of the page behind it; empty on the last
 */
public record GamesPage(List<Game> games, Optional<String> next) {
  private static final int MAX_CURSOR = 128;

  /**
   * The page that a request asks for with {@code active} and {@code cursor}.
   *
   * @param limit how many games it may hold
   * @throws io.leaderboard.events.limit.InvalidFieldException naming the parameter that is not
   *     allowed
   */
  public static GamesPage of(Games games, QueryParameters query, int limit) {
    Optional<Boolean> active = query.flag("active");
    Collection<Game> behind =
        query
            .text(CursorText.PARAMETER, MAX_CURSOR)
            .map(cursor -> games.after(gameId(cursor)))
            .orElseGet(games::all);
    List<Game> page = new ArrayList<>();
    PageBytes bytes = new PageBytes();
    for (Game game : behind) {
      if (active.isPresent() && active.get() != game.definition().active()) {
        continue;
      }
      if (page.size() == limit || !bytes.take(GameDefinitionDocument.of(game.definition()))) {
        return new GamesPage(page, Optional.of(CursorText.of(page.get(page.size() - 1).id())));
      }
      page.add(game);
    }
    return new GamesPage(page, Optional.empty());
  }

  private static String gameId(String cursor) {
    String gameId = CursorText.text(cursor);
    if (!Identifiers.isName(gameId)) {
      throw CursorText.refused();
    }
    return gameId;
  }
}
