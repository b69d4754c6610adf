package io.leaderboard.query.status;

/** How far a projector is cannot be told now. */
final class PositionsUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PositionsUnknownException(String message) {
    super(message);
  }
}
