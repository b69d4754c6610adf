package io.leaderboard.cli.imports;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far an import is: a bar with rate and time left in a terminal, else a line every ten
 * seconds. Not safe for use by several threads.
 */
final class ImportProgress implements Closeable {
  private static final int BAR_CHARACTERS = 100;
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final long first;
  private final long total;
  private final long since = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private long lastTold = since;

  /**
   * @param first lines that were confirmed before; they do not count for the rate
   * @param total lines of the file
   */
  ImportProgress(String name, long first, long total, PrintStream out, boolean terminal) {
    this.out = out;
    this.first = first;
    this.total = total;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .startsFrom(first, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" lines", 1)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(out, BAR_CHARACTERS))
                .build()
            : null;
  }

  void confirmed(long lines) {
    if (bar != null) {
      bar.stepTo(lines);
      return;
    }
    long now = System.nanoTime();
    if (now - lastTold >= LINE_EVERY_NANOS) {
      lastTold = now;
      double rate = (lines - first) * 1e9 / (now - since);
      out.println(
          "%,d of %,d lines, %,.0f lines/s, %,.0f s left"
              .formatted(lines, total, rate, (total - lines) / Math.max(rate, 1)));
    }
  }

  /** Writes what must stay above the bar. */
  PrintStream above() {
    if (bar != null) {
      bar.pause();
      out.print("\r\033[K");
      bar.resume();
    }
    return out;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
