package io.leaderboard.query.web;

import java.util.concurrent.CompletableFuture;

/** Answers reads of one route. Thread-safe; does not block. */
@FunctionalInterface
public interface Read {
  /**
   * Answers a read. Fails, or throws, with what the problem handler makes a problem of when the
   * answer is not a good one.
   */
  CompletableFuture<ReadAnswer> answer(ReadTarget target);
}
