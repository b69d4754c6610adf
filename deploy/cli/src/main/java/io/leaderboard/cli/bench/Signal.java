package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import java.io.IOException;

/** Has a process stand still for a while. */
enum Signal {
  STOP,
  CONT;

  void send(long pid) throws InterruptedException {
    try {
      // The shell's own kill: a minimal image has no kill command.
      int status =
          new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(this, pid)).start().waitFor();
      if (status != 0) {
        throw new CommandException("process %d is gone".formatted(pid));
      }
    } catch (IOException e) {
      throw new CommandException("\"sh\" could not be started: " + e, e);
    }
  }
}
