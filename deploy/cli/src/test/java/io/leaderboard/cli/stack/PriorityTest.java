package io.leaderboard.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PriorityTest {
  private static final int SCHED_IDLE = 5;

  @Test
  void lowersThatOfAProcessAndOfNoOther() throws Exception {
    Process lowered = new ProcessBuilder("sleep", "60").start();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      int usual = policy(other);
      assertThat(Priority.lower(lowered.pid())).isTrue();
      assertThat(policy(lowered)).isEqualTo(SCHED_IDLE);
      assertThat(policy(other)).isEqualTo(usual).isNotEqualTo(SCHED_IDLE);
    } finally {
      lowered.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void saysThatAProcessIsGone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor()).isZero();

    assertThat(Priority.lower(gone.pid())).isFalse();
  }

  /** Field 41 of its status; the second one, its name in brackets, may have spaces. */
  private static int policy(Process process) throws Exception {
    String status = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return Integer.parseInt(status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[38]);
  }
}
