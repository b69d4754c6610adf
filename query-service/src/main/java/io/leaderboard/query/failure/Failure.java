package io.leaderboard.query.failure;

import java.util.concurrent.CompletionException;

/** Failures of futures. */
public final class Failure {
  private Failure() {}

  /**
   * What a future failed with. A stage that depends on it is given that in a {@link
   * CompletionException}, the future's own stages without.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
