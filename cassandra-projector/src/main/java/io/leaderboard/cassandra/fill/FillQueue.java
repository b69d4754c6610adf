package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.rules.CompleteRules;
import io.leaderboard.cassandra.rules.PartitionRules;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.GameRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be filled in one partition, from one resume to the next. At most one reading at
 * a time: games that come meanwhile wait for the next one, so that however often rules change, the
 * log is not read more than once at a time. Belongs to the thread that looks after all of them, but
 * for what a pass says of itself.
 */
final class FillQueue {
  private record Refused(int version, String reason, long atNanos) {}

  private final AppliedPartition owner;

  /** After which changes it was looked what waits. */
  private record Looked(int rules, int complete) {}

  private record Waiting(Game game, Game.Rules rules) {}

  private final Map<String, Refused> refused = new TreeMap<>();
  private final Map<String, Waiting> waiting = new TreeMap<>();
  private Games gamesSeen = Games.NONE;
  private @Nullable Looked looked;
  private volatile @Nullable FillPass pass;
  private volatile @Nullable String failure;
  private volatile long notBefore;
  private volatile boolean running;

  FillQueue(AppliedPartition owner, long nowNanos) {
    this.owner = owner;
    this.notBefore = nowNanos;
  }

  AppliedPartition owner() {
    return owner;
  }

  boolean isRunning() {
    return running;
  }

  boolean mayBegin(long nowNanos) {
    return !running && nowNanos >= notBefore;
  }

  void begins(FillPass next) {
    pass = next;
    running = true;
  }

  /** On the pass's thread. */
  void ended(@Nullable RuntimeException failed, long againAtNanos) {
    failure = failed == null ? null : String.valueOf(failed.getMessage());
    notBefore = failed == null ? notBefore : againAtNanos;
    running = false;
  }

  void cancel() {
    FillPass now = pass;
    if (now != null) {
      now.cancel();
    }
  }

  /** Takes over what the last pass could not fill. */
  void takeRefusals(Games games, long nowNanos) {
    FillPass last = pass;
    if (running || last == null) {
      return;
    }
    last.refused()
        .forEach(
            (gameId, reason) ->
                games
                    .game(gameId)
                    .ifPresent(
                        game ->
                            refused.put(
                                gameId, new Refused(game.rulesVersion(), reason, nowNanos))));
    pass = null;
  }

  /**
   * Looks which games wait, if something has changed since it was looked last: there may be very
   * many of them.
   *
   * @param changed the games of {@code games} with other rules than their first
   */
  void look(
      Games games,
      Collection<Game> changed,
      CompleteRules complete,
      long nowNanos,
      long refusedNanos) {
    Looked now = new Looked(owner.rules().changes(), complete.changes());
    if (games == gamesSeen && now.equals(looked) && refused.isEmpty()) {
      return;
    }
    gamesSeen = games;
    looked = now;
    waiting.clear();
    PartitionRules rules = owner.rules();
    for (Game game : changed) {
      Game.Rules wanted = wanted(game, complete);
      // One at a time: what has joined is complete within the margin of safety, and a second one
      // meanwhile would have the owner fold ever more.
      if (!rules.isOnItsWay(game.id())
          && !rules.of(game.id(), wanted.version()).complete()
          && wanted.version() > rules.live(game.id())
          && !isRefused(game, nowNanos, refusedNanos)) {
        waiting.put(game.id(), new Waiting(game, wanted));
      }
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** What waits, from what is confirmed of it on. */
  List<FillingGame> takeWaiting() {
    List<FillingGame> taken = new ArrayList<>();
    waiting.forEach(
        (gameId, each) ->
            taken.add(
                new FillingGame(
                    gameId,
                    GameRules.of(each.game(), each.rules()),
                    owner.rules().of(gameId, each.rules().version()).confirmed() + 1)));
    waiting.clear();
    // When the reading ends it is looked again.
    looked = null;
    return taken;
  }

  /** Which rules all partitions are to have next. */
  static Game.Rules wanted(Game game, CompleteRules complete) {
    return game.rules(complete.wanted(game.id(), game.rulesVersion())).orElseGet(game::latestRules);
  }

  private boolean isRefused(Game game, long nowNanos, long refusedNanos) {
    Refused last = refused.get(game.id());
    if (last == null
        || (last.version() == game.rulesVersion() && nowNanos - last.atNanos() < refusedNanos)) {
      return last != null;
    }
    refused.remove(game.id());
    return false;
  }

  /** By game: why its rules cannot be filled here. */
  Map<String, String> refused() {
    Map<String, String> reasons = new TreeMap<>();
    refused.forEach(
        (gameId, each) ->
            reasons.put(
                gameId,
                "rules %d in partition %d: %s"
                    .formatted(each.version(), owner.partition(), each.reason())));
    return reasons;
  }

  /** For people. */
  FillStatus.OfPartition status() {
    FillPass now = running ? pass : null;
    Set<String> names = new TreeSet<>(waiting.keySet());
    if (now != null) {
      names.removeIf(now::isAtWorkFor);
    }
    String why = failure;
    return new FillStatus.OfPartition(
        names,
        now == null ? 0 : now.games(),
        owner.rules().joined().size(),
        now == null ? 0 : Math.max(0, owner.applied() - now.reached()),
        now == null ? "" : now.phase(),
        why == null ? "" : why);
  }
}
