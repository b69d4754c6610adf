package io.leaderboard.cli.stack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What a process gets of the processors when others want them too. Players see a score when Redis
 * holds it; Cassandra and its projector, which take several times as much for each event, may
 * follow. On machines of their own they would not compete.
 */
public final class Priority {
  private static final int LIMIT_SECONDS = 10;

  /**
   * On Linux the idle class: others take its place the moment they have something to do, where with
   * the least priority of all they wait for the end of its slice, milliseconds each time that Redis
   * is asked; and its many threads get a three-hundredth each, not a seventieth. Elsewhere the
   * least priority. Each thread has its own, and hands it on to those that it starts; the second
   * time is for those that were started during the first.
   */
  private static final String LOWER =
      "for i in 1 2; do chrt --all-tasks --idle --pid 0 %1$d"
          + " || renice -n 19 -p $(ls /proc/%1$d/task 2>/dev/null || echo %1$d) || exit; done";

  private Priority() {}

  /** Lowers it for good; whether that could be done. */
  public static boolean lower(long pid) throws InterruptedException {
    try {
      Process renice =
          new ProcessBuilder("sh", "-c", LOWER.formatted(pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return renice.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && renice.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
