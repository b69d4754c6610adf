package io.leaderboard.query.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.UriUtils;

/**
 * The segments of a path as the client meant them: decoded after the path was split, so that {@code
 * %2F} is part of an id. Spring's path variables cut off what follows a semicolon, which would make
 * {@code a;b} the user {@code a}.
 */
public final class PathText {
  private PathText() {}

  /**
   * One segment, decoded.
   *
   * @param index from 0, slashes not counted; the route's pattern guarantees that it is there
   */
  public static String segment(ServerRequest request, int index) {
    List<PathContainer.Element> elements = request.requestPath().pathWithinApplication().elements();
    PathContainer.Element segment =
        elements.stream().filter(PathSegment.class::isInstance).toList().get(index);
    return UriUtils.decode(segment.value(), StandardCharsets.UTF_8);
  }
}
