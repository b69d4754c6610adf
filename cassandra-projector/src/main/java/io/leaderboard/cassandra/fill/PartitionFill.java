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
final class PartitionFill {
  private record Refused(int version, String reason, long atNanos) {}

  private final OwnedPartition owner;
  private final Map<String, Refused> refused = new TreeMap<>();
  private volatile @Nullable FillPass pass;
  private volatile @Nullable String failure;
  private volatile long notBefore;
  private volatile boolean running;

  PartitionFill(OwnedPartition owner, long nowNanos) {
    this.owner = owner;
    this.notBefore = nowNanos;
  }

  OwnedPartition owner() {
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

  /** The games whose rules are to be filled next, with the rules. */
  List<FillingGame> waiting(
      Collection<Game> changed, CompleteRules complete, long nowNanos, long refusedNanos) {
    List<FillingGame> waiting = new ArrayList<>();
    PartitionRules rules = owner.rules();
    for (Game game : changed) {
      Game.Rules wanted = wanted(game, complete);
      // One at a time: what has joined is complete within the margin of safety, and a second one
      // meanwhile would have the owner fold ever more.
      if (rules.isOnItsWay(game.id())
          || rules.of(game.id(), wanted.version()).complete()
          || wanted.version() < rules.live(game.id())
          || isRefused(game, nowNanos, refusedNanos)) {
        continue;
      }
      waiting.add(
          new FillingGame(
              game.id(),
              GameRules.of(game, wanted),
              rules.of(game.id(), wanted.version()).confirmed() + 1));
    }
    return waiting;
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
  FillStatus.OfPartition status(Collection<FillingGame> waiting) {
    FillPass now = running ? pass : null;
    Set<String> names = new TreeSet<>();
    waiting.forEach(game -> names.add(game.gameId()));
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
