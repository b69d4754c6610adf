package io.leaderboard.cli.bench;

import io.leaderboard.cli.stack.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * How long a script keeps Redis from everybody else, while events are applied as fast as it goes,
 * all of them are rebuilt into a new generation, and readers ask for what takes longest. Redis says
 * so itself, of the scripts of readers and writers. It counts by the clock, so it gets a processor
 * that nothing else of the benchmark runs on.
 */
final class ScriptBench implements Benchmark {
  private static final String NAME = "scripts";
  private static final double TARGET = 5;
  private static final int USERS = 200_000;
  private static final int EVENTS = 200_000;
  private static final String BOARD = "/v1/games/" + NAME + "/boards/all-time";
  private static final Pattern HIGH =
      Pattern.compile("(?m)^latency_percentiles_usec_evalsha\\w*:.*p99\\.9=([\\d.]+)");
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_evalsha\\w*:calls=(\\d+)");

  @Override
  public Map<String, String> names() {
    return Map.of(
        NAME,
        "time of a script during full-speed application of four boards, a rebuild and reads: p99.9 | - | <= 5 ms");
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    List<Double> high = new ArrayList<>();
    AtomicLong calls = new AtomicLong();
    boolean alone;
    try (BenchStack stack = run.stack(NAME)) {
      stack.kafka();
      stack.redis();
      Component projector = stack.service("redis-projector", ProjectBench.MAY_STAND_STILL);
      Component query = stack.service("query-service", Map.of());
      List<Long> others =
          List.of(stack.kafka().pid(), projector.pid(), query.pid(), ProcessHandle.current().pid());
      alone = Processors.keepApart(stack.redis().pid(), others);
      BenchGame game = BenchGame.standard(NAME, run.size(USERS));
      try (RespConnection redis = new RespConnection(stack.redis().port());
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers());
          BenchRebuild rebuild = new BenchRebuild(stack.ports().redisProjector(), redis)) {
        RedisPositions positions = new RedisPositions(redis);
        log.define(game.definition());
        positions.await(game.fill(log));
        run.repeat(
            1,
            (number, round, counts) -> {
              Signal.STOP.send(projector.pid());
              Map<Integer, Long> last = game.play(log, run.size(EVENTS));
              redis.ask("CONFIG", "RESETSTAT");
              Signal.CONT.send(projector.pid());
              try (HeavyReaders readers =
                  new HeavyReaders(stack.ports().query(), BOARD, run.size(USERS))) {
                readers.start();
                rebuild.run();
                positions.await(last);
              }
              double millis = most(HIGH, redis.ask("INFO", "latencystats")) / 1e3;
              double seen = most(CALLS, redis.ask("INFO", "commandstats"));
              run.told()
                  .println(
                      "%s: %s: p99.9 %.2f ms of %,.0f calls".formatted(NAME, round, millis, seen));
              if (counts) {
                high.add(millis);
                calls.addAndGet((long) seen);
              }
              rebuild.awaitDeletion();
            });
      }
    }
    String note =
        "%,d calls%s".formatted(calls.get(), alone ? "" : ", Redis had no processor of its own");
    return List.of(BenchRow.atMost(NAME, "ms (p99.9)", high, List.of(), TARGET, note));
  }

  /** Of the kinds of call that a script is called by. */
  private static double most(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .mapToDouble(Double::parseDouble)
        .max()
        .orElseThrow();
  }
}
