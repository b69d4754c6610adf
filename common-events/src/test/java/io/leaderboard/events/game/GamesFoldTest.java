package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.reference.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GamesFoldTest {
  private static final GameDefinition CHESS = GameDefinition.automatic("chess");

  private final GamesFold fold = new GamesFold();

  @Test
  void letsTheFirstOfTwoDefinitionsOfOneVersionWin() {
    assertThat(fold.apply(defined(named("first"), 0))).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(defined(named("second"), 0))).isEqualTo(Outcome.LOST_RACE);
    assertThat(game().definition().name()).isEqualTo("first");
    assertThat(game().version()).isEqualTo(1);
    assertThat(fold.apply(defined(named("third"), 1))).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(defined(named("fourth"), 3))).isEqualTo(Outcome.LOST_RACE);
    assertThat(game().definition().name()).isEqualTo("third");
    assertThat(game().version()).isEqualTo(2);
  }

  @Test
  void neverLetsAGameThatIsSeenChangeOneThatIsDefined() {
    fold.apply(defined(named("mine"), 0));
    assertThat(fold.apply(new GameSeen(CHESS, 99))).isEqualTo(Outcome.IGNORED);
    assertThat(game().definition().name()).isEqualTo("mine");
    assertThat(game().explicit()).isTrue();
  }

  @Test
  void takesADefinitionOfAGameThatWasSeenWhenItIsBasedOnIt() {
    assertThat(fold.apply(new GameSeen(CHESS, 5))).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new GameSeen(named("again"), 6))).isEqualTo(Outcome.IGNORED);
    assertThat(game().explicit()).isFalse();
    assertThat(fold.snapshot().automatic()).isEqualTo(1);
    assertThat(fold.apply(defined(named("blind"), 0))).isEqualTo(Outcome.LOST_RACE);
    assertThat(fold.apply(defined(named("mine"), 1))).isEqualTo(Outcome.APPLIED);
    assertThat(game().explicit()).isTrue();
    assertThat(fold.snapshot().automatic()).isZero();
    assertThat(game().firstSeenAt()).isEqualTo(5);
    assertThat(game().changedAt()).isEqualTo(1_000);
  }

  @Test
  void keepsTheFirstSettings() {
    LogSettings first = new LogSettings(8, 200_000, 1);
    assertThat(fold.apply(first)).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new LogSettings(16, 10, 2))).isEqualTo(Outcome.IGNORED);
    assertThat(fold.snapshot().settings()).contains(first);
  }

  @Test
  void hasOtherRulesOnlyWhenTheMeaningChanges() {
    fold.apply(defined(CHESS, 0));
    fold.apply(defined(named("renamed"), 1));
    assertThat(game().rulesVersion()).isEqualTo(1);
    fold.apply(defined(withDecimals(2), 2));
    assertThat(game().rulesVersion()).isEqualTo(3);
    fold.apply(defined(withDecimals(2), 3));
    assertThat(game().rulesVersion()).isEqualTo(3);
    assertThat(game().version()).isEqualTo(4);
  }

  @Test
  void knowsTheRulesOfEveryVersionIncludingTheLatestNameUnderThem() {
    fold.apply(defined(CHESS, 0));
    fold.apply(defined(named("renamed"), 1));
    fold.apply(defined(withDecimals(2), 2));
    fold.apply(defined(withDecimals(3), 3));
    fold.apply(new GameSeen(GameDefinition.automatic("go"), 7));
    assertThat(game().rules(1)).contains(new Game.Rules(1, named("renamed")));
    assertThat(game().rules(2)).isEmpty();
    assertThat(game().rules(3)).contains(new Game.Rules(3, withDecimals(2)));
    assertThat(game().rules(4)).contains(new Game.Rules(4, withDecimals(3)));
    assertThat(game().latestRules()).isEqualTo(new Game.Rules(4, withDecimals(3)));
    Game go = fold.snapshot().game("go").orElseThrow();
    assertThat(go.latestRules().version()).isEqualTo(1);
  }

  @Test
  void remembersTheLatestRulesAlone() {
    fold.apply(defined(CHESS, 0));
    int last = Game.MAX_RULES_KEPT + 12;
    for (int i = 1; i <= last; i++) {
      fold.apply(defined(withDecimals(i % 2), i));
    }
    assertThat(game().rulesByVersion()).hasSize(Game.MAX_RULES_KEPT);
    assertThat(game().latestRules().version()).isEqualTo(last + 1);
    assertThat(game().rules(last + 1 - Game.MAX_RULES_KEPT)).isEmpty();
    assertThat(game().rules(last + 2 - Game.MAX_RULES_KEPT)).isPresent();
  }

  @Test
  void givesASnapshotThatLaterRecordsDoNotChange() {
    fold.apply(defined(CHESS, 0));
    Games before = fold.snapshot();
    fold.apply(defined(withDecimals(2), 1));
    fold.apply(new GameSeen(GameDefinition.automatic("go"), 7));
    assertThat(before.all()).extracting(Game::id).containsExactly("chess");
    assertThat(before.game("chess").orElseThrow().version()).isEqualTo(1);
    assertThat(fold.snapshot().all()).extracting(Game::id).containsExactly("chess", "go");
    assertThat(fold.snapshot().after("chess")).extracting(Game::id).containsExactly("go");
    assertThat(Games.NONE.all()).isEmpty();
  }

  @Test
  void hasNoBoundsBeforeAnyStandInTheLog() {
    for (int i = 0; i < 20; i++) {
      assertThat(fold.apply(new GameSeen(GameDefinition.automatic("g" + i), i), 1_000_000))
          .isEqualTo(Outcome.APPLIED);
    }
    assertThat(fold.snapshot().bounds()).isEmpty();
  }

  @Test
  void refusesAGameMoreThanTheBoundsAllowAndLeavesThoseThereAre() {
    fold.apply(new DefinitionBounds(1, 1_024, true));
    assertThat(fold.apply(defined(CHESS, 0))).isEqualTo(Outcome.APPLIED);
    GameDefinition go = GameDefinition.automatic("go");
    assertThat(fold.apply(defined(go, 0))).isEqualTo(Outcome.TOO_MANY_GAMES);
    assertThat(fold.apply(new GameSeen(go, 2))).isEqualTo(Outcome.TOO_MANY_GAMES);
    assertThat(fold.snapshot().all()).extracting(Game::id).containsExactly("chess");
    assertThat(fold.apply(defined(named("renamed"), 1))).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new GameSeen(CHESS, 2))).isEqualTo(Outcome.IGNORED);
    fold.apply(new DefinitionBounds(2, 1_024, false));
    assertThat(fold.apply(new GameSeen(go, 3))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void refusesADefinitionThatIsLargerThanTheBoundsAllowAndLeavesTheVersionAsItWas() {
    fold.apply(new DefinitionBounds(10, 1_024, true));
    assertThat(fold.apply(defined(CHESS, 0), 1_024)).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(defined(named("larger"), 1), 1_025)).isEqualTo(Outcome.TOO_LARGE);
    assertThat(game().version()).isEqualTo(1);
    assertThat(game().definition()).isEqualTo(CHESS);
    assertThat(fold.apply(defined(named("x".repeat(1_000)), 1))).isEqualTo(Outcome.TOO_LARGE);
    // Who lost the race learns that, whatever the size.
    assertThat(fold.apply(defined(named("larger"), 0), 1_025)).isEqualTo(Outcome.LOST_RACE);
    assertThat(fold.apply(defined(named("smaller"), 1), 100)).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new GameSeen(GameDefinition.automatic("go"), 3), 1_025))
        .isEqualTo(Outcome.TOO_LARGE);
  }

  @Test
  void takesTheFirstBoundsOfThoseWrittenWithTheLogAndTheLastOfTheOthers() {
    DefinitionBounds first = new DefinitionBounds(5, 2_000, true);
    assertThat(fold.apply(first)).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new DefinitionBounds(6, 2_000, true))).isEqualTo(Outcome.IGNORED);
    assertThat(fold.snapshot().bounds()).contains(first);
    DefinitionBounds later = new DefinitionBounds(7, 3_000, false);
    assertThat(fold.apply(later)).isEqualTo(Outcome.APPLIED);
    assertThat(fold.apply(new DefinitionBounds(6, 2_000, true))).isEqualTo(Outcome.IGNORED);
    assertThat(fold.snapshot().bounds()).contains(later);
  }

  @Test
  void sharesTheBoardsThatADefinitionLeavesAsTheyWere() {
    fold.apply(defined(CHESS, 0));
    GameDefinition first = game().definition();
    List<BoardDefinition> boards =
        first.boards().stream().map(board -> changed(board, board.id().equals("daily"))).toList();
    fold.apply(defined(with(boards), 1));
    assertThat(game().definition()).isEqualTo(with(boards));
    for (int i = 0; i < boards.size(); i++) {
      BoardDefinition board = game().definition().boards().get(i);
      if (board.id().equals("daily")) {
        assertThat(board.retention()).isEqualTo(7);
      } else {
        assertThat(board).isSameAs(first.boards().get(i));
      }
    }
  }

  /** An equal board that is another object, as it comes out of the log, or another one. */
  private static BoardDefinition changed(BoardDefinition board, boolean isOther) {
    return new BoardDefinition(
        board.id(),
        board.aggregation(),
        board.order(),
        board.metric(),
        board.period(),
        board.seasons(),
        board.ties(),
        isOther ? 7 : board.retention(),
        board.shards());
  }

  @Test
  void countsVersionsLikeAPlainModelWhateverTheRecords() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < 300; i++) {
      GamesFold games = new GamesFold();
      Map<String, List<GameDefinition>> model = new HashMap<>();
      for (int j = 0; j < 40; j++) {
        String gameId = "game-" + random.nextInt(3);
        List<GameDefinition> versions = model.computeIfAbsent(gameId, none -> new ArrayList<>());
        GameDefinition definition = definition(gameId, random.nextInt(3), "" + random.nextInt(3));
        if (random.nextInt(5) == 0) {
          games.apply(new GameSeen(definition, j));
          if (versions.isEmpty()) {
            versions.add(definition);
          }
        } else {
          int basedOn = random.nextInt(versions.size() + 2);
          boolean wins = basedOn == versions.size();
          assertThat(games.apply(new GameDefined(definition, basedOn, j)))
              .as("record %s of log %s, %s", j, i, seed)
              .isEqualTo(wins ? Outcome.APPLIED : Outcome.LOST_RACE);
          if (wins) {
            versions.add(definition);
          }
        }
      }
      model.forEach(
          (gameId, versions) -> {
            if (!versions.isEmpty()) {
              Game game = games.snapshot().game(gameId).orElseThrow();
              assertThat(game.version()).as("%s", seed).isEqualTo(versions.size());
              assertThat(game.definition()).isEqualTo(versions.get(versions.size() - 1));
              int rules = versions.size();
              while (rules > 1
                  && versions.get(rules - 2).decimals() == game.definition().decimals()) {
                rules--;
              }
              assertThat(game.rulesVersion()).as("%s", seed).isEqualTo(rules);
            }
          });
    }
  }

  private Game game() {
    return fold.snapshot().game("chess").orElseThrow();
  }

  private static GameDefined defined(GameDefinition definition, int basedOn) {
    return new GameDefined(definition, basedOn, 1_000);
  }

  private static GameDefinition named(String name) {
    return definition("chess", 0, name);
  }

  private static GameDefinition withDecimals(int decimals) {
    return definition("chess", decimals, "");
  }

  private static GameDefinition definition(String gameId, int decimals, String name) {
    return definition(gameId, decimals, name, CHESS.boards());
  }

  private static GameDefinition with(List<BoardDefinition> boards) {
    return definition("chess", 0, "", boards);
  }

  private static GameDefinition definition(
      String gameId, int decimals, String name, List<BoardDefinition> boards) {
    return new GameDefinition(
        gameId,
        name,
        "",
        true,
        decimals,
        CHESS.timeZone(),
        Closing.AUTOMATIC,
        Duration.ofMinutes(10),
        null,
        null,
        boards);
  }
}
