package io.leaderboard.cli.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.events.cassandra.StandingsLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How fast the cassandra-projector applies the log: history, and the standings of no board, of one
 * or of four. It stands still (SIGSTOP) while events are written, and goes on until the stored
 * positions hold them.
 */
final class CassandraBench implements Benchmark {
  static final int USERS = 100_000;

  private static final String NONE = "project-cassandra-history";
  private static final String ONE = "project-cassandra";
  private static final String FOUR = "project-cassandra-default";
  private static final int BASELINE_ROWS = 150_000;

  /**
   * What is measured.
   *
   * @param standings whose standings are written besides history
   * @param events of a round
   */
  private record Variant(String standings, double target, int events) {}

  private static final Map<String, Variant> VARIANTS = new LinkedHashMap<>();
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 20;
  private static final Pattern RATE = Pattern.compile("rows/s ([\\d.E]+)");

  static {
    VARIANTS.put(NONE, new Variant("history alone", 0.7, 150_000));
    VARIANTS.put(ONE, new Variant("history and the standings of one board", 0.25, 60_000));
    VARIANTS.put(
        FOUR, new Variant("history and the standings of the four default boards", 0.08, 25_000));
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    VARIANTS.forEach(
        (name, variant) ->
            names.put(
                name,
                "events/s, %s | the plain driver loop of history rows | >= %s"
                    .formatted(variant.standings(), variant.target())));
    return names;
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    try (BenchStack stack = run.stack("cassandra")) {
      stack.kafka();
      stack.cassandra();
      Component projector = stack.service("cassandra-projector", ProjectBench.MAY_STAND_STILL);
      try (CqlSession session =
              CqlSession.builder()
                  .addContactPoint(
                      new InetSocketAddress(
                          InetAddress.getLoopbackAddress(), stack.ports().cassandra()))
                  .withLocalDatacenter("datacenter1")
                  .build();
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers())) {
        for (String name : wanted) {
          rows.add(measure(run, name, stack, projector, session, log));
        }
      }
    }
    return rows;
  }

  private static BenchRow measure(
      BenchRun run,
      String name,
      BenchStack stack,
      Component projector,
      CqlSession session,
      LogWriter log)
      throws IOException, InterruptedException {
    Variant variant = Objects.requireNonNull(VARIANTS.get(name));
    BenchGame game = game(name, Math.min(USERS, run.size(USERS)));
    log.define(game.definition());
    int events = run.size(variant.events());
    Rounds rounds =
        run.alternate(
            name,
            () -> baseline(run, stack.ports().cassandra()),
            () -> {
              Signal.STOP.send(projector.pid());
              Map<Integer, Long> last = game.play(log, events);
              long start = System.nanoTime();
              Signal.CONT.send(projector.pid());
              await(session, last);
              return events / ((System.nanoTime() - start) / 1e9);
            });
    return BenchRow.atLeast(
        name, "events/s", rounds.subject(), rounds.baseline(), variant.target(), "");
  }

  private static BenchGame game(String name, int users) {
    return switch (name) {
      case NONE -> BenchGame.history(name, users);
      case ONE -> BenchGame.best(name, users, Distribution.UNIFORM);
      default -> BenchGame.standard(name, users);
    };
  }

  private static double baseline(BenchRun run, int port) throws InterruptedException {
    return Tool.run(
            ChildJvm.command(
                HistoryLoop.class,
                List.of(
                    Integer.toString(port),
                    Integer.toString(run.size(BASELINE_ROWS)),
                    Long.toString(System.nanoTime() >>> 20 & 0xFFFFF))),
            LIMIT)
        .number(RATE);
  }

  private static void await(CqlSession session, Map<Integer, Long> last)
      throws InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (!reached(session, last)) {
      if (System.nanoTime() > until) {
        throw new CommandException(
            "the cassandra-projector was not level after %d s".formatted(LIMIT.toSeconds()));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** By the standings, which are written together with the history. */
  private static boolean reached(CqlSession session, Map<Integer, Long> last) {
    Map<Integer, Long> applied = new HashMap<>();
    for (var row :
        session.execute(
            "SELECT projection, partition, applied_offset FROM leaderboard.projection_positions")) {
      String projection = String.valueOf(row.getString("projection"));
      if (projection.equals(StandingsLayout.BOARDS)) {
        applied.merge(row.getInt("partition"), row.getLong("applied_offset"), Math::max);
      }
    }
    return last.entrySet().stream()
        .allMatch(each -> applied.getOrDefault(each.getKey(), -1L) >= each.getValue());
  }
}
