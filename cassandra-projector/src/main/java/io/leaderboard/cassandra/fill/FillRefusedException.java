package io.leaderboard.cassandra.fill;

/** The rules of one game cannot be filled from what there is; its former rules stay. */
final class FillRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FillRefusedException(String reason) {
    super(reason);
  }
}
