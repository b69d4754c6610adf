package io.leaderboard.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One side of a comparison by wrk, and what else its rounds showed. For one thread. */
final class WrkSide {
  /** Stands in a script's arguments for a word that no other run has. */
  static final String NEW_WORD = "<new>";

  private final BenchRun run;
  private final int port;
  private final Wrk wrk;
  private final List<Double> p99 = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private double mostRefused;

  WrkSide(BenchRun run, int port, Wrk wrk) {
    this.run = run;
    this.port = port;
    this.wrk = wrk;
  }

  /** Requests a second that were answered with 2xx. */
  double measure(int seconds) throws InterruptedException {
    String word = "r" + Long.toString(System.nanoTime(), 36);
    List<String> arguments =
        wrk.arguments().stream().map(each -> each.equals(NEW_WORD) ? word : each).toList();
    Wrk.Measured measured =
        new Wrk(wrk.script(), wrk.directory(), wrk.connections(), arguments)
            .run(port, run.time(seconds));
    p99.add(measured.p99Millis());
    processor.add(measured.processor());
    mostRefused = Math.max(mostRefused, measured.refused());
    return measured.perSecond();
  }

  /** The p99 of each round, in milliseconds, without those of the warm-up. */
  List<Double> p99Millis() {
    return List.copyOf(p99.subList(p99.size() - run.rounds(), p99.size()));
  }

  /** What wrk took and what was refused. */
  String note() {
    String refused =
        mostRefused == 0
            ? ""
            : String.format(Locale.ROOT, ", up to %.2f%% refused", 100 * mostRefused);
    return String.format(
        Locale.ROOT,
        "wrk took %.0f%% of a processor%s",
        100 * Summary.of(processor).median(),
        refused);
  }

  /** The same beside the limit's. */
  String note(WrkSide limit) {
    return String.format(
        Locale.ROOT,
        "p99 %.1f ms against %.1f ms; %s, against the limit %.0f%%",
        Summary.of(p99Millis()).median(),
        Summary.of(limit.p99Millis()).median(),
        note(),
        100 * Summary.of(limit.processor).median());
  }
}
