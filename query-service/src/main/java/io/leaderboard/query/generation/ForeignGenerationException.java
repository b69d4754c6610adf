package io.leaderboard.query.generation;

/** Redis holds boards that were filled from another log than the one that this service follows. */
public final class ForeignGenerationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignGenerationException(String filledFrom, String followed) {
    super(
        ("the boards in Redis were filled from the topic with id %s, but the log's has %s: the"
                + " redis-projector must rebuild them, or leaderboard.redis.uri or"
                + " leaderboard.log.bootstrap-servers names the wrong server")
            .formatted(filledFrom, followed));
  }
}
