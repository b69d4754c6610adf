package io.leaderboard.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void theLastFigureOfTheOutputIsTakenAndTheProcessorTimeIsApart() throws Exception {
    Tool.Output output =
        Tool.run(List.of("sh", "-c", "echo rate 17; echo rate 42.5; echo 1m2.0s 3m4.0s"), LIMIT);

    assertThat(output.number(Pattern.compile("rate ([\\d.]+)"))).isEqualTo(42.5);
    assertThat(output.text()).contains("1m2.0s 3m4.0s");
    assertThat(output.processorSeconds()).isBetween(0.0, 60.0);
  }

  @Test
  void aToolThatFailsIsToldWithWhatItSaid() {
    assertThatThrownBy(() -> Tool.run(List.of("sh", "-c", "echo no way; exit 3"), LIMIT))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("status 3")
        .hasMessageContaining("no way");
  }

  @Test
  void aMissingToolIsNamedWithItsPackage() {
    assertThatThrownBy(() -> Tool.require(List.of("sh", "no-such-program")))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "no-such-program: not on the PATH; install it (Debian: apt-get install wrk redis-tools)");
  }
}
