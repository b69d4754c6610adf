package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.time.Duration;

/**
 * How long a service that does not answer is asked again: with pauses that double, until nothing
 * has moved for a given time.
 *
 * @param limit how long without any progress
 * @param firstPause after the first failure
 * @param longestPause where doubling ends
 */
record Patience(Duration limit, Duration firstPause, Duration longestPause) {
  static final Patience STANDARD =
      new Patience(Duration.ofMinutes(2), Duration.ofMillis(250), Duration.ofSeconds(5));

  Wait begin(String url) {
    return new Wait(url);
  }

  /** One run of failures. Not safe for use by several threads. */
  final class Wait {
    private final String url;
    private Duration pause = firstPause;
    private long since = System.nanoTime();

    private Wait(String url) {
      this.url = url;
    }

    void progressed() {
      pause = firstPause;
      since = System.nanoTime();
    }

    /**
     * Waits before the next try.
     *
     * @param asked what the service asked for, zero when it did not
     * @throws CommandException when patience is at its end
     */
    void afterFailure(String detail, Duration asked) throws InterruptedException {
      Duration waited = Duration.ofNanos(System.nanoTime() - since);
      if (waited.compareTo(limit) >= 0) {
        throw new CommandException(
            "%s took nothing for %d s: %s; run the same command again to go on where it stopped"
                .formatted(url, waited.toSeconds(), detail));
      }
      Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
      Thread.sleep(wait.toMillis());
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
    }
  }
}
