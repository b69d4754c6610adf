package io.leaderboard.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * A route as it was declared.
 *
 * @param consumes the media type of its bodies, null when it takes none
 * @param documentation null when it was declared without
 */
public record DocumentedRoute(
    HttpMethod method,
    String pattern,
    @Nullable MediaType consumes,
    @Nullable Documentation documentation) {
  /** The attribute of a router function that holds the list of its routes. */
  public static final String ATTRIBUTE = DocumentedRoute.class.getName();
}
