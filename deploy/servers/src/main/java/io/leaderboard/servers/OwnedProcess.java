package io.leaderboard.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends within seconds once its owner is gone, even when the owner was killed
 * and could not say so.
 *
 * <p>A shell starts a watchdog in the background and then becomes the server: the pid is the
 * server's own, so that signals reach it directly, and there is no moment at which the server runs
 * unwatched.
 */
public final class OwnedProcess {
  /**
   * Where there is /proc, a zombie counts as gone: its parent may never collect it. The watchdog
   * leaves the log to the server and ends by itself when the server has ended. Ctrl-C in a terminal
   * reaches every process of its group, so the servers ignore it: whoever owns them ends them in
   * order.
   */
  private static final String BECOME_THE_SERVER =
      """
      alive() {
        if [ -r /proc/self/stat ]; then
          read -r stat < "/proc/$1/stat" || return 1
          case "${stat##*) }" in Z* | X*) return 1 ;; esac
        else
          kill -0 "$1"
        fi
      }
      owner=$1
      shift
      (
        exec > /dev/null 2>&1
        while alive "$owner"; do
          alive $$ || exit 0
          sleep 1
        done
        kill -TERM $$
        kill -CONT $$
        seconds=0
        while [ $seconds -lt 10 ] && alive $$; do
          sleep 1
          seconds=$((seconds + 1))
        done
        kill -KILL $$
      ) &
      trap '' INT HUP
      exec "$@"
      """;

  private final Process process;

  private OwnedProcess(Process process) {
    this.process = process;
  }

  /** Output of the process is appended to the log. */
  public static OwnedProcess start(List<String> command, Path directory, Path log, long ownerPid)
      throws IOException {
    List<String> watched =
        new ArrayList<>(List.of("sh", "-c", BECOME_THE_SERVER, "sh", Long.toString(ownerPid)));
    watched.addAll(command);
    return new OwnedProcess(
        new ProcessBuilder(watched)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The status it ended with, above 128 for a signal. Only for one that has ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  public void terminate() {
    process.destroy();
  }

  public void kill() {
    process.destroyForcibly();
  }

  /** Whether it was there to be paused. */
  boolean pause() {
    return signal("STOP");
  }

  /** Whether it was there to be resumed. */
  boolean resume() {
    return signal("CONT");
  }

  /** Whether it ended in that time. */
  public boolean awaitExit(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean signal(String name) {
    // The shell's own kill: a minimal image has no kill command.
    try {
      Process kill = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, pid())).start();
      return kill.waitFor() == 0;
    } catch (IOException e) {
      throw new ServerException("\"sh\" could not be started, and signals are sent by it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(
          "interrupted while sending SIG%s to process %d".formatted(name, pid()), e);
    }
  }
}
