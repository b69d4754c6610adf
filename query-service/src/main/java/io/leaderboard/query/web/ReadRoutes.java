package io.leaderboard.query.web;

import java.util.List;

/** The {@linkplain ReadRoute hot reads} of a feature, as the feature declares them in a bean. */
public record ReadRoutes(List<ReadRoute> routes) {
  public ReadRoutes {
    routes = List.copyOf(routes);
  }
}
