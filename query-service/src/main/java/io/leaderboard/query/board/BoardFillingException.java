package io.leaderboard.query.board;

/**
 * A board is defined that the rules of the live generation lack. Carries no stack trace: it is an
 * answer, not a fault.
 */
final class BoardFillingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String gameId;
  private final String boardId;

  BoardFillingException(String gameId, String boardId) {
    super(boardId, null, false, false);
    this.gameId = gameId;
    this.boardId = boardId;
  }

  String gameId() {
    return gameId;
  }

  String boardId() {
    return boardId;
  }
}
