package io.leaderboard.cli.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Some figures that one stack is needed for. */
interface Benchmark {
  /** The names that it knows, each with what is compared. */
  Map<String, String> names();

  /**
   * Measures some of them.
   *
   * @param wanted names of its own
   */
  List<BenchRow> run(BenchRun run, List<String> wanted) throws IOException, InterruptedException;
}
