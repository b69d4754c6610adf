package io.leaderboard.cli.bench;

import java.io.IOException;
import java.util.List;

/** Which processors a process may run on. */
final class Processors {
  private static final String PIN =
      "for pid in \"$@\"; do taskset -a -p -c \"$0\" \"$pid\" || exit; done";

  private Processors() {}

  /**
   * Gives one process the first processor and others the rest.
   *
   * @return false when this machine has only one, or no {@code taskset} (of util-linux)
   */
  static boolean keepApart(long first, List<Long> others) throws InterruptedException {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    return last > 0 && pin("0", List.of(first)) && pin("1-" + last, others);
  }

  private static boolean pin(String processors, List<Long> pids) throws InterruptedException {
    try {
      ProcessBuilder pin = new ProcessBuilder("sh", "-c", PIN, processors);
      pids.forEach(pid -> pin.command().add(pid.toString()));
      return pin.redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
