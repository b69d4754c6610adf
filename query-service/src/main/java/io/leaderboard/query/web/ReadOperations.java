package io.leaderboard.query.web;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.generation.RebuildShare;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.time.Duration;

/** What routes that read tell of themselves, as far as they have it in common. */
public final class ReadOperations {
  /** Progress as in an example. */
  public static final RebuildShare SHARE = new RebuildShare(600, 1_000);

  /** How fresh an example is. */
  public static final Freshness FRESHNESS = new Freshness("7f3", 12, false, "all-time");

  private static final Shape LAG =
      Shapes.whole(0)
          .described("For how long the log has held an event that may be missing, milliseconds");

  private static final Shape GENERATION = Shapes.text().described("The generation it is from");

  private static final Member STALE =
      maybe(
          Freshness.STALE_HEADER,
          Shapes.choice("true")
              .described(
                  "There when after was not reached in time, when Redis is away and the page is an old"
                      + " one, and on lists while the archive is behind and a period may be missing"));

  /** Which period an answer is of that the request did not name. */
  private static final Member PERIOD =
      maybe(
          Freshness.PERIOD_HEADER,
          Shapes.name().described("The period that the answer is of, where it is of one"));

  private ReadOperations() {}

  /** An answer of JSON with how fresh it is. */
  public static Answer fresh(String description, Shape shape) {
    return dated(Answer.json(200, description, shape));
  }

  /** {@code answer} with how fresh it is. */
  public static Answer dated(Answer answer) {
    return answer.with(
        always(Freshness.LAG_HEADER, LAG),
        always(Freshness.GENERATION_HEADER, GENERATION),
        PERIOD,
        STALE);
  }

  /** An answer of JSON with how fresh it is, as far as that is known. */
  public static Answer perhapsFresh(String description, Shape shape) {
    return Answer.json(200, description, shape)
        .with(
            maybe(Freshness.LAG_HEADER, LAG),
            maybe(Freshness.GENERATION_HEADER, GENERATION),
            STALE);
  }

  /** {@code operation} with what keeps this service from reading. */
  public static Operation read(Operation operation) {
    return operation
        .refuses(QueryProblems.rebuilding("the boards are being filled", SHARE))
        .refuses(QueryProblems.logMismatch("the boards in Redis were filled from another topic"))
        .refuses(Problem.unavailable("Redis cannot be reached now", Duration.ofSeconds(1)));
  }
}
