package io.leaderboard.query.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.redis.ReadFrom;
import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisProperties;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As what games stand, on a Redis in which somebody switches readers. */
class ReadEditionsIT {
  private static final long LIVE_SINCE = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Generation live =
      new Generation(TestServers.uniqueName("g"), 1, Generations.FOLD_VERSION, "topic");
  private RedisConnection redis;
  private ReadEditions editions;

  @BeforeEach
  void connect() {
    redis =
        new RedisConnection(
            new RedisProperties(
                TestServers.redis().uri(),
                false,
                "",
                "",
                PATIENCE,
                PATIENCE,
                Duration.ofMillis(100),
                10_000,
                ReadFrom.MASTER,
                "",
                Duration.ofSeconds(1)));
    redis.start();
    await().until(redis::isConnected);
    editions = new ReadEditions(redis);
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  private void put(String game, String edition) {
    redis.call(commands -> commands.hset(RedisLayout.editions(live.id()), game, edition)).join();
  }

  private GameInRedis read(String switched, String game) {
    return editions.of(live, switched, game, LIVE_SINCE).join();
  }

  @Test
  void whatIsNotToldOtherwiseStandsAsTheGenerationWasFilledWith() {
    assertThat(read("", "chess")).isEqualTo(new GameInRedis(live, Edition.FIRST, LIVE_SINCE));
    put("go", "3");
    assertThat(read("", "go")).isEqualTo(new GameInRedis(live, Edition.of(3), LIVE_SINCE));
  }

  @Test
  void aSwitchIsSeenUnderItsNameAndNotBefore() {
    assertThat(read("a", "chess").edition()).isEqualTo(Edition.FIRST);
    put("chess", "2.k2a");
    assertThat(read("a", "chess").edition()).isEqualTo(Edition.FIRST);
    GameInRedis switched = read("b", "chess");
    assertThat(switched.edition()).isEqualTo(new Edition(2, "k2a"));
    // Replicas may not hold it yet, however long the generation is live.
    assertThat(switched.since()).isNotEqualTo(LIVE_SINCE);
  }

  /** Else every switch of any game would send readers of all others from replicas to masters. */
  @Test
  void aGameThatOthersSwitchBesideStandsSinceItsOwnSwitch() {
    put("chess", "2.k2a");
    GameInRedis before = read("a", "chess");
    put("go", "2.k3a");
    assertThat(read("b", "chess")).isEqualTo(before);
    put("chess", "2.k4a");
    assertThat(read("c", "chess").since()).isGreaterThan(before.since());
  }

  @Test
  void aPlaceThatReadersLeaveIsFoundOutWhileSomethingIsFilled() {
    GameInRedis place = read("a", "chess");
    Generations filling = new Generations(live, null, "k2a", "a");
    assertThat(editions.isRead(filling, "chess", place).join()).isTrue();
    put("chess", "1.k2a");
    assertThat(editions.isRead(filling, "chess", place).join()).isFalse();
    // Also before the name of the switch is known here.
    assertThat(read("a", "chess").edition()).isEqualTo(new Edition(1, "k2a"));
    Generations filled = new Generations(live, null, "", "b");
    assertThat(editions.isRead(filled, "chess", place).join()).isFalse();
  }
}
