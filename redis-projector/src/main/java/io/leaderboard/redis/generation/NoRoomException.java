package io.leaderboard.redis.generation;

/** What was to be filled does not fit into Redis. The message says how much is missing. */
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoRoomException(String reason) {
    super(reason);
  }
}
