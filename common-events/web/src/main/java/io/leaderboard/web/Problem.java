package io.leaderboard.web;

import io.leaderboard.events.limit.InvalidFieldException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A problem detail (RFC 9457): why a request was not served, and what is allowed.
 *
 * @param name the problem's kind in kebab case; its type is {@value #TYPE_PREFIX} and the name
 * @param title what went wrong, the same for every problem of that name
 * @param status the HTTP status, 400 to 599
 * @param detail what was wrong with this request, for the person who sent it
 * @param field the path of the field or the name of the parameter, null when there is none
 * @param members further members, in the order in which they are written; values are what JSON
 *     knows: texts, numbers, booleans, lists and maps
 * @param headers sent with the answer, such as {@code Allow}
 */
public record Problem(
    String name,
    String title,
    int status,
    String detail,
    @Nullable String field,
    Map<String, Object> members,
    Map<String, String> headers) {
  /** What every type begins with. */
  public static final String TYPE_PREFIX = "urn:leaderboard:problem:";

  private static final String RETRY_AFTER = "Retry-After";

  public Problem {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    headers = Map.copyOf(headers);
  }

  /** A problem without a field. */
  public static Problem of(int status, String name, String title, String detail) {
    return new Problem(name, title, status, detail, null, Map.of(), Map.of());
  }

  /** A field or parameter that is not allowed. */
  public static Problem invalidField(InvalidFieldException invalid) {
    return invalidField(invalid.field(), String.valueOf(invalid.getMessage()));
  }

  /**
   * A field or parameter that is not allowed.
   *
   * @param detail names the field and says what is allowed
   */
  public static Problem invalidField(String field, String detail) {
    return of(400, "invalid-field", "A value is not allowed", detail).withField(field);
  }

  /** A body that is missing or cannot be read. */
  public static Problem invalidBody(String detail) {
    return of(400, "invalid-body", "The body cannot be read", detail);
  }

  /**
   * A body larger than allowed.
   *
   * @param allowed in bytes
   */
  public static Problem bodyTooLarge(long allowed) {
    return of(
        413, "body-too-large", "The body is too large", "a body has at most " + allowed + " bytes");
  }

  /**
   * A body that did not come in time.
   *
   * @param detail says what is in time
   */
  public static Problem bodyTooSlow(String detail) {
    return of(408, "body-too-slow", "The body came too slowly", detail);
  }

  /**
   * A body of another media type.
   *
   * @param supported what is taken
   */
  public static Problem unsupportedMediaType(Collection<MediaType> supported) {
    return of(
        415,
        "unsupported-media-type",
        "The Content-Type is not supported",
        supported.stream()
            .map(MediaType::toString)
            .sorted()
            .collect(Collectors.joining(", ", "Content-Type must be one of ", ", in UTF-8")));
  }

  /** Nothing of this request was done, and it may be sent again after {@code retryAfter}. */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return of(503, "unavailable", "Not able to serve this now", detail).retryAfter(retryAfter);
  }

  /** With the path of the field. */
  public Problem withField(String path) {
    return new Problem(name, title, status, detail, path, members, headers);
  }

  /** With a further member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(name, title, status, detail, field, more, headers);
  }

  /** With a header. */
  public Problem withHeader(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Problem(name, title, status, detail, field, members, more);
  }

  /** With {@code Retry-After}, in whole seconds, rounded up, at least 1. */
  public Problem retryAfter(Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    return withHeader(RETRY_AFTER, String.valueOf(seconds));
  }

  /** The URI of its kind. */
  public String type() {
    return TYPE_PREFIX + name;
  }

  /** Its JSON object, in the order in which it is written. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type());
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    if (field != null) {
      document.put("field", field);
    }
    members.forEach(document::putIfAbsent);
    return document;
  }
}
