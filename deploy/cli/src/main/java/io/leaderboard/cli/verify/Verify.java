package io.leaderboard.cli.verify;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.progress.Progress;
import io.leaderboard.cli.verify.VerifyReport.Difference;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One comparison: begun and followed to its end, its differences told as they come, however many
 * there are. Not thread-safe.
 */
final class Verify {
  /** How often it is asked, and how long a service that went away is waited for. */
  record Pace(Duration poll, Duration patience) {
    static final Pace STANDARD = new Pace(Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  private final VerifyApi api;
  private final @Nullable String game;
  private final Pace pace;
  private final PrintStream told;
  private final boolean terminal;
  private final Consumer<Difference> found;
  // How many differences were told.
  private long known;

  /**
   * @param game null for all games
   * @param told for people
   * @param found gets every difference, once
   */
  Verify(
      VerifyApi api,
      @Nullable String game,
      Pace pace,
      PrintStream told,
      boolean terminal,
      Consumer<Difference> found) {
    this.api = api;
    this.game = game;
    this.pace = pace;
    this.told = told;
    this.terminal = terminal;
    this.found = found;
  }

  /**
   * Begins, and returns what it found in the end.
   *
   * @throws CommandException when it cannot begin, or did not come to its end
   */
  VerifyReport run() throws InterruptedException {
    try {
      Optional<String> begun = api.begin(game);
      if (begun.isEmpty()) {
        throw new CommandException(
            "%s compares already, for somebody else; try again when that is over"
                .formatted(api.url()));
      }
      return follow(begun.get());
    } catch (IOException e) {
      throw new CommandException(
          "the redis-projector does not answer at %s (%s); is it up? \"deploy/leaderboard status\" tells"
              .formatted(api.url(), e.getMessage() == null ? "no connection" : e.getMessage()),
          e);
    }
  }

  private VerifyReport follow(String id) throws IOException, InterruptedException {
    String subject = game == null ? "all games" : "game " + game;
    long heard = System.nanoTime();
    try (Progress progress = new Progress(subject, "parts", 0, 1, told, terminal)) {
      while (true) {
        try {
          VerifyReport report = api.report(known);
          heard = System.nanoTime();
          if (!report.id().equals(id)) {
            throw new CommandException(
                "the redis-projector was started anew, and the comparison is gone; verify again");
          }
          progress.reached(report.done(), report.parts());
          if (tell(report, progress)) {
            // There may be more, for which the comparison waits.
            continue;
          }
          if (report.state().equals("failed")) {
            throw new CommandException("not verified: " + report.reason());
          }
          if (report.state().equals("done")) {
            return report;
          }
        } catch (IOException e) {
          if (System.nanoTime() - heard > pace.patience().toNanos()) {
            throw e;
          }
        }
        Thread.sleep(pace.poll().toMillis());
      }
    }
  }

  /** Whether the report had differences that were not told yet. */
  private boolean tell(VerifyReport report, Progress progress) {
    long end = report.from() + report.listed().size();
    if (end <= known) {
      return false;
    }
    progress.above().flush();
    report.listed().stream().skip(Math.max(0, known - report.from())).forEach(found);
    known = end;
    return true;
  }
}
