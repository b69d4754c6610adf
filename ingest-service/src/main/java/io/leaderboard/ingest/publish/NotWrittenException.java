package io.leaderboard.ingest.publish;

/** Records that are not all acknowledged. */
public final class NotWrittenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NotDelivered why;

  public NotWrittenException(NotDelivered why) {
    super("not acknowledged: " + why);
    this.why = why;
  }

  /** {@link NotDelivered#UNKNOWN} when the log may hold any of them, else why it holds none. */
  public NotDelivered why() {
    return why;
  }
}
