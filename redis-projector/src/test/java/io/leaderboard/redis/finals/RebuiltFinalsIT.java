package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.apply.RandomLog;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.redis.apply.TestRedis;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LeftPeriods;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a rebuild has of the periods that are final, under the same rules and under others. */
class RebuiltFinalsIT extends ClosedLog {
  @Test
  void aRebuildHoldsWhatStaysAndNothingThatHasLeft() throws Exception {
    writer().round();
    requireRetention();
    Map<String, Long> stay = standings();

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(stay);
  }

  @Test
  void aRebuildHoldsWhatIsPastRetentionAsLongAsItIsNotWritten() throws Exception {
    Map<String, Long> all = standings();

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(all);
    writer().round();
    requireFinals();
    requireRetention();
  }

  @Test
  void aRebuildHasAgainWhatHadLeftBeforeTheRetentionWasRaised() throws Exception {
    Map<String, Long> all = standings();
    writer().round();
    redefine(
        board -> changed(board, board.aggregation(), board.order(), BoardDefinition.MAX_RETENTION));

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(all);
  }

  @Test
  void afterTheRulesChangedNothingIsWrittenAgainAndWhatHasOtherNumbersLeavesRedis()
      throws Exception {
    writer().round();
    redefine(RebuiltFinalsIT::reversed);
    rebuild(LeftPeriods.none());

    writer().round();
    requireFinals();
    Generation generation = StoredBoards.generation(redis);
    ClosedPeriods closed = new ClosedPeriods(link());
    for (Game game : view.games().all()) {
      for (ClosedBoard board :
          closed.closed(generation, game, Edition.of(2), RandomLog.PARTITIONS).boards()) {
        assertThat(board.periods()).as("%s %s", seed, board.keys()).isEmpty();
      }
    }
    assertThat(expiring()).as("%s", seed).isNotEmpty();
  }

  @Test
  void whatIsFilledUnderOtherRulesLeavesOutWhatWasAnnounced() throws Exception {
    writer().round();
    redefine(RebuiltFinalsIT::reversed);
    rebuild();
    // Seasons behind one of which nothing is announced are there: it may have been added since.
    assertThat(standings().keySet())
        .as("%s", seed)
        .noneMatch(each -> isClosed(each) && !isOfSeasons(each));
    writer().round();
    requireFinals();

    // Counts also what exists at more decimals: whether what was not announced has
    // standings is not known.
    redefine(board -> changed(board, Aggregation.COUNT, board.order(), board.retention()));
    rebuild();
    assertThat(standings().keySet()).as("%s", seed).anyMatch(this::isClosed);
  }

  private void redefine(UnaryOperator<BoardDefinition> change) {
    GamesFold changed = new GamesFold();
    changed.apply(new LogSettings(RandomLog.PARTITIONS, 50, 0));
    for (Game game : log.games().all()) {
      changed.apply(new GameDefined(game.definition(), 0, game.firstSeenAt()));
      changed.apply(new GameDefined(withBoards(game.definition(), change), 1, game.firstSeenAt()));
    }
    view = TestRedis.log(changed::snapshot);
  }

  /** Filled when nothing is live any more; no writer is there to make anything leave it. */
  private void rebuild() throws Exception {
    rebuild(new AnnouncedPeriods(logProperties, view));
  }

  private void rebuild(LeftPeriods left) throws Exception {
    Generation former = StoredBoards.generation(redis);
    RedisLink link = link();
    redis.del(RedisLayout.GENERATION);
    GenerationKeeper keeper = opened.keeper(link, view, left);
    keeper.check();
    // Of an empty log, and so at once.
    Generation next = StoredBoards.generation(redis);
    log.apply(seed.random(), opened.projection(link, view));
    keeper.check();
    assertThat(StoredBoards.generation(redis)).isEqualTo(next);
    redis.keys(RedisLayout.everyKeyOf(former.id())).forEach(redis::del);
  }

  /** Whether the period of a standing is one that is closed. */
  private boolean isClosed(String standing) {
    String[] parts = standing.split("\n", 4);
    return expected.periods().containsKey(new FinalPeriod(parts[0], parts[1], parts[2]));
  }

  private boolean isOfSeasons(String standing) {
    String[] parts = standing.split("\n", 4);
    GameDefinition game = log.games().game(parts[0]).orElseThrow().definition();
    return game.board(parts[1]).orElseThrow().period() == PeriodKind.SEASONS;
  }

  /** Best is what was worst. */
  private static BoardDefinition reversed(BoardDefinition board) {
    Order other = board.order() == Order.DESC ? Order.ASC : Order.DESC;
    return changed(board, board.aggregation(), other, board.retention());
  }

  private static BoardDefinition changed(
      BoardDefinition board, Aggregation aggregation, Order order, int retention) {
    return new BoardDefinition(
        board.id(),
        aggregation,
        order,
        board.metric(),
        board.period(),
        board.seasons(),
        board.ties(),
        retention,
        board.shards());
  }

  private static GameDefinition withBoards(
      GameDefinition game, UnaryOperator<BoardDefinition> change) {
    return new GameDefinition(
        game.gameId(),
        game.name(),
        game.description(),
        game.active(),
        game.decimals(),
        game.timeZone(),
        game.closing(),
        game.lateness(),
        game.minScore(),
        game.maxScore(),
        game.boards().stream().map(change).toList());
  }
}
