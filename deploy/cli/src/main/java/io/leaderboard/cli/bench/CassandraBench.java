package io.leaderboard.cli.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.stack.Component;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How fast the cassandra-projector applies the log: history, and the standings of one board or of
 * four. It stands still (SIGSTOP) while events are written, and goes on until the stored positions
 * hold them.
 */
final class CassandraBench implements Benchmark {
  static final int USERS = 100_000;

  private static final String ONE = "project-cassandra";
  private static final String FOUR = "project-cassandra-default";
  private static final Map<String, Double> TARGETS = new LinkedHashMap<>();
  private static final int BASELINE_ROWS = 150_000;
  private static final int EVENTS_OF_ONE = 60_000;
  private static final int EVENTS_OF_FOUR = 25_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 20;
  private static final Pattern RATE = Pattern.compile("rows/s ([\\d.E]+)");

  static {
    TARGETS.put(ONE, 0.25);
    TARGETS.put(FOUR, 0.08);
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    String baseline = "the plain driver loop of history rows | >= ";
    names.put(
        ONE, "events/s, history and the standings of one board | " + baseline + TARGETS.get(ONE));
    names.put(
        FOUR,
        "events/s, history and the standings of the four default boards | "
            + baseline
            + TARGETS.get(FOUR));
    return names;
  }

  @Override
  public List<Row> run(BenchRun run, List<String> wanted) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
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

  private static Row measure(
      BenchRun run,
      String name,
      BenchStack stack,
      Component projector,
      CqlSession session,
      LogWriter log)
      throws IOException, InterruptedException {
    boolean one = name.equals(ONE);
    int users = Math.min(USERS, run.size(USERS));
    BenchGame game =
        one ? BenchGame.best(name, users, Distribution.UNIFORM) : BenchGame.standard(name, users);
    log.define(game.definition());
    int events = run.size(one ? EVENTS_OF_ONE : EVENTS_OF_FOUR);
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
    return Row.atLeast(
        name, "events/s", rounds.subject(), rounds.baseline(), TARGETS.getOrDefault(name, 0.0), "");
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

  /** By the standings, which are written together with the history; of the latest epoch. */
  private static boolean reached(CqlSession session, Map<Integer, Long> last) {
    Map<Integer, Long> applied = new HashMap<>();
    for (var row :
        session.execute(
            "SELECT projection, partition, applied_offset FROM leaderboard.projection_positions")) {
      String projection = String.valueOf(row.getString("projection"));
      if (projection.startsWith("boards-")) {
        applied.merge(row.getInt("partition"), row.getLong("applied_offset"), Math::max);
      }
    }
    return last.entrySet().stream()
        .allMatch(each -> applied.getOrDefault(each.getKey(), -1L) >= each.getValue());
  }
}
