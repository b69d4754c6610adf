package io.leaderboard.servers;

/** A server that cannot run; the message is one line that says what to do. */
public final class ServerException extends RuntimeException {
  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
