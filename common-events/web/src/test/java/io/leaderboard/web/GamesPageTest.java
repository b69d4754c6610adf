package io.leaderboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.limit.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GamesPageTest {
  private final GamesFold fold = new GamesFold();

  @Test
  void endsWhereTheLimitIsAndGoesOnBehindIt() {
    List.of("a", "b", "c").forEach(game -> define(game, ""));
    assertThat(walk(2)).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(walk(3)).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void endsBeforeItIsLongerThanAPageMayBe() {
    List<String> games = IntStream.range(1_000, 2_000).mapToObj(i -> "game-" + i).toList();
    games.forEach(game -> define(game, "x".repeat(1_000)));
    List<List<String>> pages = walk(1_000);
    assertThat(pages).hasSize(2);
    assertThat(pages.stream().flatMap(List::stream).toList()).isEqualTo(games);
  }

  @Test
  void refusesACursorThatIsNone() {
    assertThatThrownBy(() -> page(10, "!"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("must be the 'next' of the list before");
  }

  private List<List<String>> walk(int limit) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = "";
    do {
      GamesPage page = page(limit, cursor);
      pages.add(page.games().stream().map(Game::id).toList());
      cursor = page.next().orElse("");
    } while (!cursor.isEmpty());
    return pages;
  }

  private GamesPage page(int limit, String cursor) {
    Map<String, List<String>> query = new TreeMap<>();
    if (!cursor.isEmpty()) {
      query.put("cursor", List.of(cursor));
    }
    Games games = fold.snapshot();
    return GamesPage.of(games, QueryParameters.of(query), limit);
  }

  private void define(String gameId, String description) {
    GameDefinition automatic = GameDefinition.automatic(gameId);
    GameDefinition described =
        new GameDefinition(
            gameId,
            "",
            description,
            true,
            0,
            automatic.timeZone(),
            automatic.closing(),
            automatic.lateness(),
            null,
            null,
            automatic.boards());
    fold.apply(new GameDefined(described, 0, 1_000));
  }
}
