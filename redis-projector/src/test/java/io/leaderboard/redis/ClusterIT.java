package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.log.LogRecords;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.RedisProperties;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.RedisCluster;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service on a Redis Cluster of three masters. They keep nothing but what {@code SAVE} wrote
 * last and their slots: one that is killed is there again with that, or empty.
 */
@Timeout(240)
class ClusterIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static RedisCluster cluster;
  private static ProjectorStack stack;
  private final Seed seed = Seed.fresh();
  private ConfigurableApplicationContext service;

  @BeforeAll
  static void start() {
    cluster = new RedisCluster("--appendonly", "no");
    stack = new ProjectorStack(cluster);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @BeforeEach
  void startService() {
    service =
        stack.startService(
            "leaderboard.finals.interval=100ms",
            "leaderboard.finals.expire-grace=1h",
            "leaderboard.fill.join-within=200",
            "leaderboard.fill.max-poll-records=300");
  }

  @AfterEach
  void stopService() {
    stack.stopServices();
  }

  @Test
  void aRebuildBesideLiveScoresLeavesNothingOfTheFormerGenerationOnAnyMaster() throws Exception {
    List<GameDefinition> games = games("flow", 4);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(3_000));
    stack.awaitFold();
    Generation before = stack.live();
    assertThat(before.buckets()).isEqualTo(64);
    for (int bucket = 0; bucket < 3; bucket++) {
      String key = RedisLayout.positions(before.id(), bucket);
      long there = cluster.ask(key, redis -> redis.exists(key));
      assertThat(there).as(key).isEqualTo(1);
    }

    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Set<String>> reader = CompletableFuture.supplyAsync(() -> readUntil(done));
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(202);
    await()
        .atMost(SOON)
        .until(
            () -> {
              stack.send(events.next(50));
              return !stack.live().equals(before);
            });
    stack.send(events.next(100));
    done.set(true);
    assertThat(reader.get()).as("generations that the reader saw").hasSize(2);
    stack.awaitFold();
    await().atMost(SOON).until(() -> cluster.keys(RedisLayout.everyKeyOf(before.id())) == 0);

    // One game alone, within what is live.
    Generation all = stack.live();
    String game = games.get(0).gameId();
    Map<String, String> digests = Actuator.digests(service);
    Map<String, String> names = stack.commands().hgetall(RedisLayout.GENERATION);
    Actuator.post(service, "{\"gameId\":\"" + game + "\"}");
    await().atMost(SOON).until(() -> !stack.edition(game).equals(Edition.FIRST));
    assertThat(Actuator.digests(service))
        .isNotEmpty()
        .isEqualTo(digests)
        .isEqualTo(stack.digestsOfFold());
    stack.send(events.next(200));
    stack.awaitFold();
    await()
        .atMost(SOON)
        .until(() -> cluster.keys(RedisLayout.everyKeyOf(all.id(), game) + "r1:*") == 0);

    // The master that names them is set back to before it, and the former boards are gone.
    stack.commands().del(RedisLayout.GENERATION, RedisLayout.editions(all.id()));
    stack.commands().hset(RedisLayout.GENERATION, names);
    await().atMost(SOON).until(() -> !stack.live().equals(all));
    stack.send(events.next(50));
    stack.awaitFold();
  }

  @Test
  void aClosedDayIsWrittenToItsTopicWhereverItsShardsLie() {
    String name = "closing";
    GameDefinition game = GameDefinition.automatic(name);
    stack.define(game);
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    stack.send(events(name, today, 60));
    stack.awaitFold();
    PeriodsClosed closed = new PeriodsClosed(name, today.plus(1, ChronoUnit.DAYS).toEpochMilli());
    for (int partition = 0; partition < ProjectorStack.PARTITIONS; partition++) {
      stack.send(LogRecords.of(closed, partition));
    }
    String day = "daily/" + today.atZone(ZoneOffset.UTC).toLocalDate();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(stack.finals(name)).containsEntry(day, 23L));
    stack.awaitFold();
    assertThat(stack.finals(name)).as("each once").containsKey(day);
  }

  @Test
  void aMasterThatComesBackEmptyOrOlderIsMadeGood() {
    RandomEvents events = new RandomEvents(seed, games("hurt", 3));
    stack.send(events.next(1_500));
    stack.awaitFold();

    // The one that names the generation, and then one that holds a bucket and does not.
    Generation before = stack.live();
    hurt(cluster.master(RedisLayout.GENERATION), events);
    assertThat(stack.live()).isNotEqualTo(before);
    String key = keyElsewhere(stack.live());
    Generation whole = stack.live();
    hurt(cluster.master(key), events);
    assertThat(stack.live()).as("one bucket lost is all rebuilt").isNotEqualTo(whole);

    // Back to what it had before the last events, of which none comes again to make it notice.
    Generation live = stack.live();
    String older = keyElsewhere(live);
    String saved = cluster.ask(older, RedisCommands::save);
    assertThat(saved).isEqualTo("OK");
    stack.send(events.next(300));
    stack.awaitFold();
    cluster.master(older).kill();
    cluster.master(older).start();
    stack.awaitFold();
    assertThat(stack.live()).as("only read on from where it was").isEqualTo(live);
  }

  @Test
  void theWrongKindOfRedisIsRefusedNamingTheKey() {
    try (DedicatedServer<RedisAddress> single = TestServers.dedicatedRedis()) {
      try (RedisLink link = link(single.address().uri(), true)) {
        assertThatThrownBy(link::commands)
            .hasMessageContaining("leaderboard.redis.cluster is true")
            .hasMessageContaining("not part of a cluster");
      }
    }
    try (RedisLink link = link(cluster.uris().split(",", 2)[0], false)) {
      assertThatThrownBy(link::commands)
          .hasMessageContaining("leaderboard.redis.cluster is false")
          .hasMessageContaining("set it to true");
    }
    String nobody = "redis://127.0.0.1:1";
    for (boolean isCluster : List.of(true, false)) {
      try (RedisLink link = link(nobody, isCluster)) {
        assertThatThrownBy(link::commands)
            .hasMessageContaining("Redis cannot be reached at " + nobody)
            .hasMessageContaining("leaderboard.redis.uri");
      }
    }
    assertThatThrownBy(() -> link(cluster.uris(), false))
        .hasMessageContaining("leaderboard.redis.uri")
        .hasMessageContaining("leaderboard.redis.cluster=true");
  }

  @Test
  void aClusterWithASlotThatNobodyServesIsNamedInTheHealthAndTakenOnceItIsServed()
      throws Exception {
    stack.stopServices();
    cluster.give(7, false);
    ConfigurableApplicationContext waiting = stack.startService();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Actuator.health(waiting))
                    .contains("leaderboard.redis.uri has masters for 16383 of 16384 slots"));
    cluster.give(7, true);
    cluster.awaitFormed();
    stack.awaitFold();
  }

  private static RedisLink link(String uri, boolean isCluster) {
    return new RedisLink(
        new RedisProperties(
            uri,
            isCluster,
            "",
            "",
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(200),
            1_000));
  }

  /** SIGKILL while scores flow, and back with nothing. */
  private static void hurt(DedicatedServer<RedisAddress> master, RandomEvents events) {
    Generation before = stack.live();
    master.kill();
    stack.send(events.next(100));
    master.start();
    cluster.awaitFormed();
    await().atMost(SOON).ignoreExceptions().until(() -> !stack.live().equals(before));
    stack.awaitFold();
  }

  /** A key of a generation that lies on another master than the one that names it. */
  private static String keyElsewhere(Generation generation) {
    return IntStream.range(0, generation.buckets())
        .mapToObj(bucket -> RedisLayout.positions(generation.id(), bucket))
        .filter(key -> cluster.master(key) != cluster.master(RedisLayout.GENERATION))
        .findFirst()
        .orElseThrow();
  }

  /** Reads as a front end does, and returns the generations it met. */
  private static Set<String> readUntil(AtomicBoolean done) {
    Map<String, Long> last = new HashMap<>();
    Set<String> generations = new HashSet<>();
    try (RedisClusterClient client =
        RedisClusterClient.create(RedisURI.create(cluster.uris().split(",", 2)[0]))) {
      RedisAdvancedClusterCommands<String, String> redis = client.connect().sync();
      while (!done.get()) {
        Generation live = Generations.of(redis.hgetall(RedisLayout.GENERATION)).readable().get();
        generations.add(live.id());
        for (int bucket = 0; bucket < live.buckets(); bucket += 7) {
          String of = bucket + "/";
          redis
              .hgetall(RedisLayout.positions(live.id(), bucket))
              .forEach(
                  (partition, offset) -> {
                    long now = Long.parseLong(offset);
                    assertThat(now)
                        .as("position of %s%s in generation %s", of, partition, live.id())
                        .isGreaterThanOrEqualTo(last.getOrDefault(of + partition, -1L));
                    last.put(of + partition, now);
                  });
        }
      }
    }
    return generations;
  }

  private List<GameDefinition> games(String name, int count) {
    RandomGames games = new RandomGames(seed);
    List<GameDefinition> made =
        IntStream.range(0, count).mapToObj(i -> games.next(name + "-" + i)).toList();
    made.forEach(stack::define);
    return made;
  }

  private static List<ScoreEvent> events(String game, Instant day, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ScoreEvent(
                    "e" + i,
                    game,
                    "user-" + i % 23,
                    i,
                    0,
                    Map.of(),
                    day.toEpochMilli() + i,
                    day.toEpochMilli(),
                    null,
                    Map.of()))
        .toList();
  }
}
