package io.leaderboard.query.web;

import io.leaderboard.query.cassandra.CassandraUnavailableException;
import io.leaderboard.query.generation.ForeignGenerationException;
import io.leaderboard.query.generation.RebuildShare;
import io.leaderboard.query.generation.RebuildingException;
import io.leaderboard.query.log.LogNotOpenException;
import io.leaderboard.query.redis.RedisUnavailableException;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemMapper;
import java.time.Duration;
import java.util.Optional;

/** What keeps this service from answering, as problems. */
final class QueryProblems implements ProblemMapper {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  @Override
  public Optional<Problem> map(Throwable failure) {
    if (failure instanceof RedisUnavailableException
        || failure instanceof CassandraUnavailableException
        || failure instanceof LogNotOpenException) {
      return Optional.of(Problem.unavailable(text(failure), SOON));
    }
    if (failure instanceof RebuildingException rebuilding) {
      return Optional.of(rebuilding(text(rebuilding), rebuilding.share()));
    }
    if (failure instanceof ForeignGenerationException) {
      return Optional.of(logMismatch(text(failure)));
    }
    return Optional.empty();
  }

  /** 503: no generation can be read yet. */
  static Problem rebuilding(String detail, RebuildShare share) {
    return Problem.of(503, "rebuilding", "The boards are being filled", detail)
        .with("progress", share.document())
        .retryAfter(SOON);
  }

  /** 503: what Redis holds does not come from the log that is followed. */
  static Problem logMismatch(String detail) {
    return Problem.of(503, "log-mismatch", "The boards are of another log", detail)
        .retryAfter(LATER);
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
