package io.leaderboard.query.status;

import io.leaderboard.query.position.AppliedPositions;
import java.util.concurrent.CompletableFuture;

/** A projector, as its store says how far it is. */
interface Projector {
  /** The service's name. */
  String name();

  /** How far the log is applied to all of its store; fails when the store does not answer. */
  CompletableFuture<AppliedPositions> positions();
}
