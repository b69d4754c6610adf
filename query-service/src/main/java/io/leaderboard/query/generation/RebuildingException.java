package io.leaderboard.query.generation;

/** There is no generation to read from yet. */
public final class RebuildingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RebuildShare share;

  RebuildingException(RebuildShare share) {
    super(
        "the boards are being filled from the log: %d of %d records, %d %%"
            .formatted(share.applied(), share.total(), share.percent()));
    this.share = share;
  }

  /** How far it is. */
  public RebuildShare share() {
    return share;
  }
}
