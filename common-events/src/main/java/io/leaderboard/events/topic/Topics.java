package io.leaderboard.events.topic;

/** The topics of the log. */
public final class Topics {
  /** Scores and closings, keyed by {@link PartitionKey}; retention unlimited. */
  public static final String SCORE_EVENTS = "score-events";

  /** Settings and definitions; one partition, not compacted, so that its order is total. */
  public static final String GAMES = "games";

  /** Display names, avatars and countries by user id; compacted, so that a tombstone erases. */
  public static final String USERS = "users";

  /** Final standings of closed periods: pages, and a manifest written last. */
  public static final String FINAL_STANDINGS = "final-standings";

  /**
   * The manifests of {@link #FINAL_STANDINGS} alone, one a board and period; compacted. Who wants
   * to know what is written reads these and no pages.
   */
  public static final String FINAL_MANIFESTS = "final-manifests";

  /** Records of {@link #SCORE_EVENTS} that could not be decoded: raw bytes and reason headers. */
  public static final String SCORE_EVENTS_DLT = "score-events.dlt";

  /** Header that names the schema of a value. */
  public static final String CONTENT_TYPE_HEADER = "content-type";

  /** Header that carries the W3C trace context. */
  public static final String TRACEPARENT_HEADER = "traceparent";

  /** Value of {@link #CONTENT_TYPE_HEADER} on {@link #SCORE_EVENTS}. */
  public static final String SCORE_RECORD_TYPE =
      "application/x-protobuf; type=leaderboard.v1.ScoreRecord";

  /** Value of {@link #CONTENT_TYPE_HEADER} on {@link #GAMES}. */
  public static final String GAME_RECORD_TYPE =
      "application/x-protobuf; type=leaderboard.v1.GameRecord";

  /** Value of {@link #CONTENT_TYPE_HEADER} on those of final standings. */
  public static final String FINAL_RECORD_TYPE =
      "application/x-protobuf; type=leaderboard.v1.FinalStandingsRecord";

  /** Value of {@link #CONTENT_TYPE_HEADER} on {@link #USERS}. */
  public static final String USER_PROFILE_TYPE =
      "application/x-protobuf; type=leaderboard.v1.UserProfile";

  private Topics() {}
}
