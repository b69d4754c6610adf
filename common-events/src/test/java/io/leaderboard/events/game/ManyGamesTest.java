package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many games cost: a view of them after each record copies nothing but what changed. */
class ManyGamesTest {
  private static final int GAMES = 200_000;

  /** One view a record; a copy of all games each would take hours. */
  @Test
  @Timeout(60)
  void takesAViewAfterEachOf200_000GamesAndAfterEachEdit() {
    GamesFold fold = new GamesFold();
    Games latest = Games.NONE;
    long start = System.nanoTime();
    for (int i = 0; i < GAMES; i++) {
      fold.apply(new GameSeen(GameDefinition.automatic(id(i)), i));
      latest = fold.snapshot();
    }
    long read = System.nanoTime();
    List<Games> views = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fold.apply(new GameDefined(GameDefinition.automatic(id(i * 1_999)), 1, i));
      views.add(fold.snapshot());
    }
    System.out.printf(
        "%,d games read in %,d ms, 100 edits in %,d us%n",
        GAMES,
        TimeUnit.NANOSECONDS.toMillis(read - start),
        TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - read));
    assertThat(latest.all()).hasSize(GAMES);
    for (int i = 0; i < 100; i++) {
      // Each view is that of its moment.
      assertThat(views.get(i).game(id(i * 1_999)).orElseThrow().version()).isEqualTo(2);
      assertThat(i == 0 ? latest : views.get(i - 1))
          .extracting(games -> games.game(id(1_999 * 99)).orElseThrow().version())
          .isEqualTo(1);
    }
  }

  private static String id(int i) {
    // In order, the worst that a tree can get: one that is not kept in balance would be a list.
    return "game%06d".formatted(i);
  }
}
