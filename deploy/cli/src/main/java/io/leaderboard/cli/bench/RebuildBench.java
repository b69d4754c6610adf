package io.leaderboard.cli.bench;

import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.events.topic.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From {@code POST /actuator/rebuild} until readers see the new generation. */
final class RebuildBench implements Benchmark {
  private static final String NAME = "rebuild";
  private static final int EVENTS = 5_000_000;
  private static final double TARGET = 0.3;

  @Override
  public Map<String, String> names() {
    return Map.of(
        NAME,
        "5M events of 1M users into one board: events/s until it is live | Kafka's ConsumerPerformance on that topic | >= "
            + TARGET);
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    try (BenchStack stack = run.stack(NAME)) {
      stack.kafka();
      stack.redis();
      Map<String, Object> settings = new HashMap<>(ProjectBench.MAY_STAND_STILL);
      settings.put("leaderboard.generation.retired-grace", "1s");
      Component projector = stack.service("redis-projector", settings);
      int events = run.size(EVENTS);
      try (RespConnection redis = new RespConnection(stack.redis().port());
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers());
          BenchRebuild rebuild = new BenchRebuild(stack.ports().redisProjector(), redis)) {
        RedisPositions positions = new RedisPositions(redis);
        write(run, projector, log, positions, events);
        KafkaBaseline kafka = new KafkaBaseline(stack.kafka());
        Rounds rounds =
            run.alternate(
                NAME,
                () -> kafka.consume(Topics.SCORE_EVENTS, events),
                () -> {
                  double perSecond = events / seconds(rebuild);
                  rebuild.awaitDeletion();
                  return perSecond;
                });
        return List.of(
            BenchRow.atLeast(NAME, "events/s", rounds.subject(), rounds.baseline(), TARGET, ""));
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
  private static double seconds(BenchRebuild rebuild) throws IOException, InterruptedException {
    long start = System.nanoTime();
    rebuild.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
