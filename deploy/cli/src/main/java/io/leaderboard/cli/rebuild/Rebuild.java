package io.leaderboard.cli.rebuild;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.actuator.ActuatorClient;
import io.leaderboard.cli.progress.Progress;
import io.leaderboard.cli.rebuild.RebuildReport.Building;
import io.leaderboard.cli.rebuild.RebuildReport.Ended;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One rebuild: begun, or joined when one is running, and followed until it is live. */
final class Rebuild {
  /** How often it is asked, and how long a service that went away is waited for. */
  record Pace(Duration poll, Duration patience) {
    static final Pace STANDARD = new Pace(Duration.ofMillis(500), Duration.ofMinutes(2));
  }

  /**
   * What is followed.
   *
   * @param games in words; null for a generation, which is live in the end. Games are filled within
   *     the live one
   */
  record Followed(String id, @Nullable String games) {
    @Override
    public String toString() {
      return games == null ? "generation " + id : games + " (" + id + ")";
    }
  }

  /** Reports in a row that know nothing of what is followed until it is taken to be given up. */
  private static final int GONE = 5;

  private static final int ATTEMPTS = 10;

  private final RebuildApi api;
  private final @Nullable String game;
  private final @Nullable String from;
  private final Pace pace;
  private final PrintStream out;
  private final boolean terminal;

  /**
   * @param game null for all games
   * @param from as {@link RebuildApi#begin} takes it
   * @param out for people
   */
  Rebuild(
      RebuildApi api,
      @Nullable String game,
      @Nullable String from,
      Pace pace,
      PrintStream out,
      boolean terminal) {
    this.api = api;
    this.game = game;
    this.from = from;
    this.pace = pace;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * What to follow.
   *
   * @throws CommandException when nobody answers, or when it is refused
   */
  Followed begin() throws InterruptedException {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<String> begun = api.begin(game, from);
        if (begun.isPresent()) {
          Followed own = new Followed(begun.get(), game == null ? null : "game " + game);
          out.println("filling " + own);
          return own;
        }
        Optional<Building> running = api.report().running();
        if (running.isPresent()) {
          return attached(running.get());
        }
        // It ended between the two questions.
        Thread.sleep(pace.poll().toMillis());
      }
    } catch (IOException e) {
      throw new CommandException(
          "the redis-projector does not answer at %s (%s); is it up? \"deploy/leaderboard status\" tells"
              .formatted(api.url(), describe(e)),
          e);
    }
    throw new CommandException(
        "%s says that a rebuild is running, but does not show one; try again".formatted(api.url()));
  }

  private Followed attached(Building running) {
    Followed found = new Followed(running.id(), running.games() == null ? null : running.subject());
    out.println(
        "a rebuild of %s is running already: following %s, nothing new was begun"
            .formatted(running.subject(), found));
    if (!running.covers(game)) {
      out.println("once it is over, run the same command again for what you want");
    }
    return found;
  }

  /** Whether readers see what was filled; when not, why not was told. */
  boolean follow(Followed followed) throws InterruptedException {
    long heard = System.nanoTime();
    int unseen = 0;
    String waiting = "";
    @Nullable Progress progress = null;
    try {
      while (true) {
        try {
          RebuildReport report = api.report();
          heard = System.nanoTime();
          if (followed.id().equals(report.live())) {
            return true;
          }
          Optional<Building> building = report.building(followed.id());
          unseen = building.isPresent() ? 0 : unseen + 1;
          Optional<Ended> ended = report.ended(followed.id());
          if (ended.isPresent()) {
            return isSwitched(followed, ended.get());
          }
          if (unseen == GONE) {
            out.println(
                "%s is neither being filled nor live any more; live is %s. The log of the redis-projector says why"
                    .formatted(followed, report.live() == null ? "none" : report.live()));
            return false;
          }
          if (building.isPresent()) {
            Building now = building.get();
            if (progress == null) {
              progress =
                  new Progress(now.subject(), "records", now.records(), now.end(), out, terminal);
            }
            progress.reached(now.records(), now.end());
            String waitsFor = now.waiting() == null ? "" : now.waiting();
            if (!waitsFor.isEmpty() && !waitsFor.equals(waiting)) {
              progress.above().println("it waits: " + ActuatorClient.oneLine(waitsFor));
            }
            waiting = waitsFor;
          }
        } catch (IOException e) {
          if (System.nanoTime() - heard > pace.patience().toNanos()) {
            out.println(
                "%s has not answered for %d s (%s); the rebuild goes on by itself once it is back"
                    .formatted(api.url(), pace.patience().toSeconds(), describe(e)));
            return false;
          }
        }
        Thread.sleep(pace.poll().toMillis());
      }
    } finally {
      if (progress != null) {
        progress.close();
      }
    }
  }

  /** The digests, of the game or of all. */
  JsonNode proof() throws InterruptedException {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<JsonNode> proof = api.proof(game == null ? "*" : game);
        if (proof.isPresent()) {
          return proof.get();
        }
        Thread.sleep(pace.poll().toMillis());
      }
    } catch (IOException e) {
      throw new CommandException(
          "%s did not answer with digests: %s".formatted(api.url(), describe(e)), e);
    }
    throw new CommandException(
        "scores keep coming, so that no digests could be made at one position of the log; stop"
            + " them, or ask later: GET %s/actuator/rebuild?digests=*".formatted(api.url()));
  }

  private boolean isSwitched(Followed followed, Ended ended) {
    if (ended.reason() == null) {
      return true;
    }
    out.println("%s was given up: %s".formatted(followed, ActuatorClient.oneLine(ended.reason())));
    return false;
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? "no connection" : e.getMessage();
  }
}
