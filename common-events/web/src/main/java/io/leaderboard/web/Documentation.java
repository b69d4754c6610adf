package io.leaderboard.web;

import java.util.List;

/** What a route tells of itself, for whoever makes a document of all routes. */
public interface Documentation {
  /**
   * The names of the parameters that its query may have. The route refuses all others, so that what
   * is documented and what is taken are the same.
   */
  List<String> queryParameters();
}
