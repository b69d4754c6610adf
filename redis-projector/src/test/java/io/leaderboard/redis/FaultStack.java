package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.Digests;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two processes of the service on a Kafka and a Redis of their own, all of which can be hurt. */
public final class FaultStack implements AutoCloseable {
  public static final int PARTITIONS = 4;

  /** Begins the message when Redis never comes to hold the log. */
  static final String NOT_LEVEL = "level with the log, and nothing left to switch";

  public static final int WINDOW = 300;
  private static final String LOADING = "io.leaderboard.redis.apply.GenerationLoad.write";
  private static final Duration LEVEL = Duration.ofSeconds(90);

  /** At least; the records of the log come at this rate too. */
  private static final int READ_AGAIN_A_SECOND = 2_000;

  /** For a filling to come to some point, or to be over. */
  private static final Duration FILLED = Duration.ofSeconds(30);

  /**
   * Of the one that is paused: longer than any pause. When it wakes it finds answers to what it had
   * under way, and goes on with what comes behind; with time-outs it would only begin again.
   */
  private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration SECOND_TIMEOUT = Duration.ofSeconds(1);

  private final DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
  private final DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis();
  private final FaultLog log = new FaultLog(kafka.address().bootstrapServers());
  private final FaultRedis held = new FaultRedis(redis);
  private final ProjectorProcess first;
  private final ProjectorProcess second;

  /**
   * @param launch what the service runs from, see {@link ProjectorProcess}
   * @param logs where its logs go
   * @param more settings
   */
  public FaultStack(List<String> launch, Path logs, Map<String, Object> more) {
    first = projector(launch, logs.resolve("first.log"), FIRST_TIMEOUT, more);
    second = projector(launch, logs.resolve("second.log"), SECOND_TIMEOUT, more);
    first.start();
    first.awaitStarted();
    await().atMost(LEVEL).until(first::isReady);
  }

  public DedicatedServer<KafkaAddress> kafka() {
    return kafka;
  }

  public DedicatedServer<RedisAddress> redis() {
    return redis;
  }

  /** What Redis holds. */
  public FaultRedis held() {
    return held;
  }

  /** What is sent, and what the log holds. */
  public FaultLog log() {
    return log;
  }

  /** Runs from the start. */
  public ProjectorProcess first() {
    return first;
  }

  /** Does not run at the start. */
  public ProjectorProcess second() {
    return second;
  }

  public void define(GameDefinition game) {
    log.define(game);
  }

  /** Returns at once; Kafka may be away. */
  public void send(ScoreEvent event) {
    log.send(event);
  }

  /** The games as they were defined. */
  public Games games() {
    return log.games();
  }

  /**
   * Begins a rebuild, and has Redis answer no writes for a while once all partitions have an owner
   * that fills them.
   *
   * @return whether the first instance is in the middle of loading one then: not when it was
   *     quicker
   */
  boolean holdALoad(Duration time) {
    first.rebuild();
    held.holdWritesOfAFilling(time, FILLED.plus(readAgain()));
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      if (first.isIn(LOADING)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until Redis is level with the log, and adds what it holds then to the log's history, with
   * what stands aside.
   *
   * @param games as {@link #games} says; the same for every store that is looked at
   */
  public void observe(Games games) {
    log.flush();
    first.awaitStarted();
    if (second.isRunning()) {
      second.awaitStarted();
    }
    await("the processes that run are ready")
        .atMost(soon())
        .until(() -> first.isReady() && (!second.isRunning() || second.isReady()));
    awaitLevel();
    log.readLetters();
    Set<FinalPeriod> announced = WrittenFinals.announced(kafka.address().bootstrapServers());
    log.history().held(held.view(games, log.ends(), announced));
  }

  private void awaitLevel() {
    await(NOT_LEVEL)
        .atMost(soon())
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Map<Integer, Long> next = held.positions();
              log.readOn();
              assertThat(next).isEqualTo(log.ends());
              // On a trimmed log changed rules wait for Cassandra, and nothing is filled meanwhile.
              held.requireLatestRules(log.games());
            });
  }

  /**
   * Fills everything once more beside what is live, and adds the digests of before and after to the
   * log's history. While nothing flows.
   *
   * @param origin what the filling is from, in words
   * @param request the body that asks for it
   */
  public void replay(String origin, String request) {
    awaitLevel();
    log.history().digested(digests("before"));
    await("a replay begins").atMost(soon()).until(() -> first.post("rebuild", request));
    awaitLevel();
    log.history().digested(digests(origin));
  }

  /** One, as soon as the positions stand still. */
  private Digests digests(String origin) {
    JsonNode proof =
        await("digests")
            .atMost(LEVEL)
            .ignoreExceptions()
            .until(
                () -> JsonMapper.shared().readTree(first.body("rebuild?digests=*")).path("proof"),
                JsonNode::isObject);
    Map<Integer, Long> positions = new TreeMap<>();
    proof
        .path("positions")
        .properties()
        .forEach(each -> positions.put(Integer.valueOf(each.getKey()), each.getValue().asLong()));
    Map<String, String> boards = new TreeMap<>();
    for (JsonNode board : proof.path("boards")) {
      String name =
          String.join(
              "/",
              board.path("gameId").asString(),
              board.path("boardId").asString(),
              board.path("period").asString());
      boards.put(name, board.path("users").asLong() + " " + board.path("digest").asString());
    }
    return new Digests(origin, positions, boards);
  }

  /**
   * Closes every game through now and waits until each has final standings. All that were ever
   * written must be whole and there once, whoever was killed writing them.
   *
   * @return of how many periods there are
   */
  public long requireFinals() {
    FaultGames.GAMES.forEach(game -> log.close(game, System.currentTimeMillis()));
    log.flush();
    return await("final standings of each game")
        .atMost(LEVEL)
        .until(
            () -> WrittenFinals.read(kafka.address().bootstrapServers()),
            written -> written.games().equals(Set.copyOf(FaultGames.GAMES)))
        .periods();
  }

  /** Until when all must be level, and what was asked for be seen: wherever that is waited for. */
  public Duration soon() {
    return LEVEL.plus(readAgain());
  }

  /**
   * How long the log of the last round may take to be read from its start, as it must be when Redis
   * lost it: a long run has a long log.
   */
  private Duration readAgain() {
    return Duration.ofSeconds(log.records() / READ_AGAIN_A_SECOND);
  }

  private ProjectorProcess projector(
      List<String> launch, Path log, Duration timeout, Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("leaderboard.log.bootstrap-servers", kafka.address().bootstrapServers());
    settings.put("leaderboard.log.partitions", PARTITIONS);
    settings.put("leaderboard.log.duplicate-window", WINDOW);
    settings.put("leaderboard.redis.uri", redis.address().uri());
    settings.put("leaderboard.redis.command-timeout", timeout.toMillis() + "ms");
    settings.put(
        "management.endpoints.web.exposure.include", "health,prometheus,rebuild,verify,threaddump");
    settings.put("leaderboard.generation.retired-grace", "500ms");
    settings.put("leaderboard.finals.interval", "500ms");
    settings.put("leaderboard.projection.session-timeout", "6s");
    settings.put("leaderboard.projection.max-poll-records", 200);
    settings.put("leaderboard.apply.chunk-members", 20);
    settings.put("leaderboard.fill.join-within", 200);
    settings.put("leaderboard.fill.max-poll-records", 500);
    settings.putAll(more);
    return new ProjectorProcess(launch, log, Ports.free(), settings);
  }

  @Override
  public void close() {
    first.close();
    second.close();
    log.close();
    kafka.close();
    redis.close();
  }
}
