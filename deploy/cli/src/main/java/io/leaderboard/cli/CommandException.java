package io.leaderboard.cli;

/** A command that cannot do what it was asked; the message is one line that says what to do. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
