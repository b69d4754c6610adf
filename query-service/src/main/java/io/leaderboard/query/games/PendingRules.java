package io.leaderboard.query.games;

import io.leaderboard.events.game.Game;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.generation.RebuildShare;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether readers of a game still see its boards by the rules before, and how far those are that
 * take their place. Thread-safe.
 */
final class PendingRules {
  private final LiveGeneration live;

  PendingRules(LiveGeneration live) {
    this.live = live;
  }

  /**
   * How far what is being filled is; empty when readers see the latest rules, or when that cannot
   * be told now. Never fails.
   */
  CompletableFuture<Optional<RebuildShare>> of(Game game) {
    return live.readable(game.id())
        .thenCompose(
            place ->
                place.edition().rules() < game.rulesVersion()
                    ? live.filling().thenApply(Optional::of)
                    : CompletableFuture.completedFuture(Optional.<RebuildShare>empty()))
        .exceptionally(unknown -> Optional.empty());
  }
}
