package io.leaderboard.cli.progress;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far work is: a bar with rate and time left in a terminal, else a line every ten
 * seconds. Not safe for use by several threads.
 */
public final class Progress implements Closeable {
  private static final int BAR_CHARACTERS = 100;
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final String unit;
  private final long first;
  private final long since = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private long lastTold = since;

  /**
   * Begins to show.
   *
   * @param name what the work is about
   * @param unit what is counted, in the plural
   * @param first how many were done before; they do not count for the rate
   * @param total how many there are
   * @param terminal whether {@code out} is one
   */
  public Progress(
      String name, String unit, long first, long total, PrintStream out, boolean terminal) {
    this.out = out;
    this.unit = unit;
    this.first = first;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .startsFrom(first, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" " + unit, 1)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(out, BAR_CHARACTERS))
                .build()
            : null;
  }

  /**
   * Shows how far it is.
   *
   * @param done how many are done
   * @param total how many there are by now
   */
  public void reached(long done, long total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
      return;
    }
    long now = System.nanoTime();
    if (now - lastTold >= LINE_EVERY_NANOS) {
      lastTold = now;
      double rate = (done - first) * 1e9 / (now - since);
      out.println(
          "%,d of %,d %s, %,.0f %s/s, %,.0f s left"
              .formatted(done, total, unit, rate, unit, (total - done) / Math.max(rate, 1)));
    }
  }

  /** Writes what must stay above the bar. */
  public PrintStream above() {
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
