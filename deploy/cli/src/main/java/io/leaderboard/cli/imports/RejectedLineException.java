package io.leaderboard.cli.imports;

/** A line that cannot become a score; the message says which field or column and why. */
final class RejectedLineException extends Exception {
  private static final long serialVersionUID = 1;

  RejectedLineException(String reason) {
    // No stack trace: a file may hold millions of such lines.
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
