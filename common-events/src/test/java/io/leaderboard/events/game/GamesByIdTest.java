package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GamesByIdTest {
  @Test
  void isASortedMapOfWhichEveryFormerOneStaysAsItWas() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int order = 0; order < 3; order++) {
      TreeMap<String, Game> model = new TreeMap<>();
      GamesById games = GamesById.NONE;
      List<GamesById> former = new ArrayList<>();
      List<TreeMap<String, Game>> formerModels = new ArrayList<>();
      for (int i = 0; i < 1_500; i++) {
        Game game = game(id(order, i, random), i);
        games = games.with(game);
        model.put(game.id(), game);
        if (i % 100 == 0) {
          former.add(games);
          formerModels.add(new TreeMap<>(model));
        }
      }
      former.add(games);
      formerModels.add(model);
      for (int i = 0; i < former.size(); i++) {
        same(former.get(i), formerModels.get(i), random, seed);
      }
    }
  }

  private static void same(GamesById games, TreeMap<String, Game> model, Random random, Seed seed) {
    assertThat(games.size()).as("%s", seed).isEqualTo(model.size());
    assertThat(games.all()).as("%s", seed).containsExactlyElementsOf(model.values());
    model.forEach((id, game) -> assertThat(games.get(id)).as("%s", seed).isSameAs(game));
    for (int i = 0; i < 50; i++) {
      String id = id(2, 0, random);
      assertThat(games.get(id)).as("%s", seed).isSameAs(model.get(id));
      assertThat(games.after(id))
          .as("after %s, %s", id, seed)
          .hasSize(model.tailMap(id, false).size())
          .containsExactlyElementsOf(model.tailMap(id, false).values());
      around(games, model, id, seed);
    }
  }

  /** As many as asked for, and as far as there are any as many on each side. */
  private static void around(GamesById games, TreeMap<String, Game> model, String id, Seed seed) {
    List<Game> around = games.around(id, 10).toList();
    List<Game> all = List.copyOf(model.values());
    int first = Math.max(0, all.size() - model.tailMap(id, false).size() - 5);
    assertThat(around)
        .as("around %s, %s", id, seed)
        .isEqualTo(all.subList(first, Math.min(all.size(), first + 10)));
  }

  /** Upwards, downwards, or in no order and again. */
  private static String id(int order, int i, Random random) {
    return switch (order) {
      case 0 -> "g%05d".formatted(i);
      case 1 -> "g%05d".formatted(9_999 - i);
      default -> "g%05d".formatted(random.nextInt(3_000));
    };
  }

  private static Game game(String id, int at) {
    return Game.first(GameDefinition.automatic(id), true, at);
  }
}
