package io.leaderboard.query.web;

import io.leaderboard.web.QueryParameters;
import java.util.List;

/** What a read is asked with, whichever way the request came in. */
public interface ReadTarget {
  /**
   * One segment of the path, decoded.
   *
   * @param index from 0, slashes not counted; the route's pattern guarantees that it is there
   */
  String segment(int index);

  /** The parameters of the query. */
  QueryParameters query();

  /** The lines of the header {@code If-None-Match}. */
  List<String> ifNoneMatch();
}
