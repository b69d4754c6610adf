package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractGames;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ProjectionContract;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract over a Redis of its own, which every test begins empty. */
abstract class RedisProjectionContract implements ProjectionContract {
  private final TestRedis opened;
  private RedisClusterCommands<String, String> reader;

  RedisProjectionContract(int buckets, int chunkMembers) {
    this(new TestRedis(buckets, chunkMembers));
  }

  RedisProjectionContract(TestRedis opened) {
    this.opened = opened;
  }

  @BeforeEach
  void empty() {
    RedisLink link = opened.link(server());
    reader = link.commands();
    reader.flushall();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  RedisClusterCommands<String, String> reader() {
    return reader;
  }

  TestRedis opened() {
    return opened;
  }

  @Override
  public Projection open(Games games, InetSocketAddress at) {
    RedisLink link = opened.link(at);
    // Complete from the start, as the generation of an empty log is.
    opened.keeper(link, TestRedis.log(() -> games)).check();
    return opened.projection(link, TestRedis.log(() -> games));
  }

  @Override
  public Map<String, Standing> stored(BoardDefinition board) {
    return StoredBoards.of(
        reader,
        StoredBoards.generation(reader),
        ContractGames.GAME,
        Edition.FIRST,
        games().game(ContractGames.GAME).orElseThrow().latestRules(),
        board);
  }

  @Override
  public boolean keepsReachedAt(BoardDefinition board) {
    return StoredBoards.isTimed(board);
  }
}
