package io.leaderboard.query.web;

import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Shapes;

/**
 * How many entries of a list are shown at once, the same for all lists that a cursor goes on in.
 */
public final class ListLimit {
  private static final String PARAMETER = "limit";
  private static final int ABSENT = 50;
  private static final int MOST = 1_000;

  /** The parameter as it is documented. */
  public static final Member MEMBER = maybe(PARAMETER, Shapes.whole(1, MOST).absent(ABSENT));

  private ListLimit() {}

  /** What a request asks for. */
  public static int of(QueryParameters query) {
    return query.integer(PARAMETER, ABSENT, 1, MOST);
  }
}
