package io.leaderboard.ingest.publish;

/** A record that is not acknowledged. Without a stack trace: it is an answer, not a fault. */
public final class NotDeliveredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NotDelivered why;

  /** Not acknowledged, and why. */
  public NotDeliveredException(NotDelivered why) {
    super(why.name(), null, false, false);
    this.why = why;
  }

  /** Why. */
  public NotDelivered why() {
    return why;
  }
}
