package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** From {@code POST /actuator/rebuild} until readers see the new generation. */
final class RebuildBench implements Benchmark {
  private static final String NAME = "rebuild";
  private static final int EVENTS = 5_000_000;
  private static final double TARGET = 0.3;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 20;

  @Override
  public Map<String, String> names() {
    return Map.of(
        NAME,
        "5M events of 1M users into one board: events/s until it is live | Kafka's ConsumerPerformance on that topic | >= "
            + TARGET);
  }

  @Override
  public List<Row> run(BenchRun run, List<String> wanted) throws IOException, InterruptedException {
    try (BenchStack stack = run.stack(NAME)) {
      stack.kafka();
      stack.redis();
      Map<String, Object> settings = new HashMap<>(ProjectBench.MAY_STAND_STILL);
      settings.put("leaderboard.generation.retired-grace", "1s");
      Component projector = stack.service("redis-projector", settings);
      int events = run.size(EVENTS);
      try (RedisConnection redis = new RedisConnection(stack.redis().port());
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers());
          HttpConnection http = new HttpConnection(stack.ports().redisProjector(), TIMEOUT)) {
        RedisPositions positions = new RedisPositions(redis);
        write(run, projector, log, positions, events);
        KafkaBaseline kafka = new KafkaBaseline(stack.kafka());
        Rounds rounds =
            run.alternate(
                NAME,
                () -> kafka.consume(Topics.SCORE_EVENTS, events),
                () -> {
                  double perSecond = events / rebuild(http, positions);
                  awaitDeletion(redis);
                  return perSecond;
                });
        return List.of(
            Row.atLeast(NAME, "events/s", rounds.subject(), rounds.baseline(), TARGET, ""));
      }
    }
  }

  private static void write(
      BenchRun run, Component projector, LogWriter log, RedisPositions positions, int events)
      throws IOException, InterruptedException {
    BenchGame game = BenchGame.best(NAME, Math.min(events, run.boardUsers()), Distribution.UNIFORM);
    log.define(game.definition());
    Signal.STOP.send(projector.pid());
    game.fill(log);
    Map<Integer, Long> last = game.play(log, events - run.boardUsers());
    Signal.CONT.send(projector.pid());
    positions.await(last);
  }

  /** How many seconds it takes. */
  private static double rebuild(HttpConnection http, RedisPositions positions)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpAnswer answer = http.send("POST", "/actuator/rebuild", "{}");
    if (answer.status() != 202) {
      throw new CommandException(
          "no rebuild was begun, HTTP status %d: %s".formatted(answer.status(), answer.text()));
    }
    String generation = JsonMapper.shared().readTree(answer.text()).path("generation").asString("");
    while (!positions.live().equals(generation)) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new CommandException(
            "generation %s was not live after %d s".formatted(generation, LIMIT.toSeconds()));
      }
      Thread.sleep(POLL_MILLIS);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The former generation's keys go in the background, and not beside the next measurement. */
  private static void awaitDeletion(RedisConnection redis)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (redis.hash(RedisLayout.GENERATION).keySet().stream()
        .anyMatch(field -> field.endsWith(".retired"))) {
      if (System.nanoTime() > until) {
        throw new CommandException("the keys of a former generation are not deleted");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
