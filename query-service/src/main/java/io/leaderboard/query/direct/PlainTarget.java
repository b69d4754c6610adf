package io.leaderboard.query.direct;

import io.leaderboard.query.web.ReadTarget;
import io.leaderboard.web.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A path and a query without anything to decode: of those, no two readers of URIs can have
 * different opinions.
 */
final class PlainTarget implements ReadTarget {
  /** Longer ones are rare. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_SEGMENTS = 16;

  private final List<String> segments;
  private final Map<String, List<String>> parameters;
  private final List<String> ifNoneMatch;

  private PlainTarget(
      List<String> segments, Map<String, List<String>> parameters, List<String> ifNoneMatch) {
    this.segments = segments;
    this.parameters = parameters;
    this.ifNoneMatch = ifNoneMatch;
  }

  /** What a request asks for; null when it has to be decoded, or is of no usual form. */
  static @Nullable PlainTarget parse(String uri, List<String> ifNoneMatch) {
    if (uri.length() > MAX_LENGTH || uri.isEmpty() || uri.charAt(0) != '/') {
      return null;
    }
    int path = uri.length();
    for (int i = 0; i < uri.length(); i++) {
      char each = uri.charAt(i);
      if (each == '?' && path == uri.length()) {
        path = i;
      } else if (!isPlain(each)) {
        return null;
      }
    }
    List<String> segments = segments(uri, path);
    Map<String, List<String>> parameters = new TreeMap<>();
    return segments == null || !readQuery(uri, path + 1, parameters)
        ? null
        : new PlainTarget(segments, parameters, ifNoneMatch);
  }

  @Override
  public String segment(int index) {
    return segments.get(index);
  }

  @Override
  public QueryParameters query() {
    return QueryParameters.of(parameters);
  }

  @Override
  public List<String> ifNoneMatch() {
    return ifNoneMatch;
  }

  List<String> segments() {
    return segments;
  }

  /** The unreserved characters of RFC 3986, and what separates. */
  private static boolean isPlain(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '-'
        || each == '.'
        || each == '_'
        || each == '~'
        || each == '/'
        || each == '='
        || each == '&'
        || each == ':'
        || each == ',';
  }

  private static @Nullable List<String> segments(String uri, int end) {
    List<String> segments = new ArrayList<>(MAX_SEGMENTS);
    int start = 1;
    while (start <= end) {
      int slash = uri.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      if (stop == start || segments.size() == MAX_SEGMENTS) {
        return null;
      }
      segments.add(uri.substring(start, stop));
      start = stop + 1;
    }
    return segments;
  }

  /** Whether the query has a name and a value in every part, and no name twice. */
  private static boolean readQuery(String uri, int from, Map<String, List<String>> parameters) {
    int start = from;
    while (start < uri.length()) {
      int ampersand = uri.indexOf('&', start);
      int stop = ampersand < 0 ? uri.length() : ampersand;
      int equals = uri.indexOf('=', start);
      if (equals <= start || equals >= stop) {
        return false;
      }
      String value = uri.substring(equals + 1, stop);
      if (parameters.put(uri.substring(start, equals), List.of(value)) != null) {
        return false;
      }
      start = stop + 1;
    }
    return true;
  }
}
