package io.leaderboard.cli.bench;

import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.stack.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fast the redis-projector applies the log while it is live. It stands still (SIGSTOP) while
 * events are written, so that the time is its own, and goes on until Redis says that it holds them.
 */
final class ProjectBench implements Benchmark {
  private static final String PROJECTOR = "redis-projector";

  /** Longer than it ever stands still: its partitions stay its own. */
  static final Map<String, Object> MAY_STAND_STILL =
      Map.of("leaderboard.projection.session-timeout", "10m");

  /**
   * One kind of board.
   *
   * @param events of a round
   */
  private record Variant(String compared, double target, int events) {}

  private static final Map<String, Variant> VARIANTS = variants();

  private static Map<String, Variant> variants() {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("project-best", new Variant("live, one board", 0.8, 1_000_000));
    variants.put("project-zipf", new Variant("live, one board, Zipf(1.0)", 1.2, 1_000_000));
    variants.put("project-sum", new Variant("live, one board that adds up", 0.6, 800_000));
    variants.put("project-earliest", new Variant("live, one board, earliest ahead", 0.4, 500_000));
    variants.put("project-default", new Variant("live, the four default boards", 0.2, 300_000));
    return variants;
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    VARIANTS.forEach(
        (name, variant) ->
            names.put(
                name,
                "%s, 1M users: events/s from the log into Redis | redis-benchmark -P 16 ZADD | >= %s"
                    .formatted(variant.compared(), variant.target())));
    return names;
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    Tool.require(List.of("redis-benchmark"));
    List<BenchRow> rows = new ArrayList<>();
    try (BenchStack stack = run.stack("project")) {
      stack.kafka();
      RedisBaseline baseline = new RedisBaseline(stack.redis().port(), run.boardUsers());
      baseline.fill();
      if (run.layout().masters() == 1) {
        try (RespConnection redis = new RespConnection(stack.redis().port())) {
          rows.addAll(measure(run, wanted, stack, baseline, redis, MAY_STAND_STILL));
        }
      } else {
        try (BenchCluster cluster = new BenchCluster(stack.masters(run.layout().masters()))) {
          Map<String, Object> settings = new HashMap<>(MAY_STAND_STILL);
          settings.put("leaderboard.redis.cluster", true);
          settings.put("leaderboard.redis.uri", cluster.uris());
          rows.addAll(measure(run, wanted, stack, baseline, cluster, settings));
        }
      }
    }
    return rows;
  }

  private static List<BenchRow> measure(
      BenchRun run,
      List<String> wanted,
      BenchStack stack,
      RedisBaseline baseline,
      Hashes redis,
      Map<String, Object> settings)
      throws IOException, InterruptedException {
    List<Component> projectors = new ArrayList<>();
    projectors.add(stack.service(PROJECTOR, settings));
    for (int number = 1; number < run.layout().projectors(); number++) {
      projectors.add(stack.another(PROJECTOR, number, settings));
    }
    List<BenchRow> rows = new ArrayList<>();
    try (LogWriter log = new LogWriter(stack.kafka().bootstrapServers())) {
      for (String name : wanted) {
        rows.add(measure(run, name, baseline, projectors, new RedisPositions(redis), log));
      }
    }
    return rows;
  }

  private static BenchRow measure(
      BenchRun run,
      String name,
      RedisBaseline baseline,
      List<Component> projectors,
      RedisPositions positions,
      LogWriter log)
      throws IOException, InterruptedException {
    Variant variant = VARIANTS.getOrDefault(name, new Variant(name, 0, 0));
    BenchGame game = game(name, run.boardUsers(), run.layout().boards());
    log.define(game.definition());
    positions.await(game.fill(log));
    int events = run.size(variant.events());
    Rounds rounds =
        run.alternate(
            name,
            () -> baseline.run(run.size(1_000_000)),
            () -> {
              send(Signal.STOP, projectors);
              Map<Integer, Long> last = game.play(log, events);
              long start = System.nanoTime();
              send(Signal.CONT, projectors);
              positions.await(last);
              return events / ((System.nanoTime() - start) / 1e9);
            });
    return BenchRow.atLeast(
        name, "events/s", rounds.subject(), rounds.baseline(), variant.target(), "");
  }

  private static void send(Signal signal, List<Component> processes) throws InterruptedException {
    for (Component process : processes) {
      signal.send(process.pid());
    }
  }

  private static BenchGame game(String name, int users, int boards) {
    return switch (name) {
      case "project-zipf" -> BenchGame.best(name, users, new Distribution(OptionalDouble.of(1.0)));
      case "project-sum" -> BenchGame.sum(name, users);
      case "project-earliest" -> BenchGame.earliest(name, users);
      case "project-default" -> BenchGame.standard(name, users);
      default -> BenchGame.boards(name, users, boards);
    };
  }
}
