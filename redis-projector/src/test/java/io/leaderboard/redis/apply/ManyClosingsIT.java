package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a resume costs Redis where very many games have been closed. */
@Timeout(60)
class ManyClosingsIT {
  private static final int GAMES = 100_000;
  private static final double MOST_MICROS_A_CALL = 2_000;
  private static final Pattern CALLS =
      Pattern.compile("cmdstat_(\\w+):calls=(\\d+),usec=\\d+,usec_per_call=([\\d.]+)");

  @Test
  void aResumeReadsItsOwnPartitionInCallsOf2Ms() {
    try (DedicatedServer<RedisAddress> server = TestServers.dedicatedRedis();
        TestRedis opened = new TestRedis(1, 500)) {
      RedisLink link =
          opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
      RedisClusterCommands<String, String> redis = link.commands();
      GamesFold games = new GamesFold();
      games.apply(new LogSettings(4, 50, 0));
      FollowedLog log = TestRedis.log(games::snapshot);
      opened.keeper(link, log).check();
      Generation live = StoredBoards.generation(redis);
      Map<String, Long> closed = new HashMap<>();
      for (int partition = 0; partition < 4; partition++) {
        Map<String, String> written = new HashMap<>();
        for (int game = 0; game < GAMES; game++) {
          written.put("game-" + game, Integer.toString(partition + game));
          if (partition == 2) {
            closed.put("game-" + game, (long) partition + game);
          }
        }
        redis.hset(RedisLayout.closings(live.id(), 0, partition), written);
      }
      redis.hset(RedisLayout.positions(live.id(), 0), "2", "41");
      RedisProjection projection = opened.projection(link, log);
      redis.configResetstat();

      Map<Integer, ResumePoint> points = projection.resume(List.of(2));

      assertThat(points).isEqualTo(Map.of(2, new ResumePoint(42, closed)));
      Matcher calls = CALLS.matcher(redis.info("commandstats"));
      long pieces = 0;
      while (calls.find()) {
        assertThat(Double.parseDouble(calls.group(3)))
            .as("microseconds of Redis a call of %s", calls.group(1))
            .isLessThan(MOST_MICROS_A_CALL);
        if (calls.group(1).equals("hscan")) {
          pieces = Long.parseLong(calls.group(2));
        }
      }
      // Of one partition, and not of four.
      assertThat(pieces).isBetween(GAMES / 1_000L, GAMES / 250L);
    }
  }
}
