package io.leaderboard.ingest.score;

import io.leaderboard.events.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The W3C trace context of a request, for the records that it becomes. */
final class TraceParent {
  private static final int LENGTH = 55;

  private TraceParent() {}

  /** The header's bytes, null when there is none or it is not valid, as the standard says. */
  static byte @Nullable [] of(ServerRequest request) {
    return of(request.headers().firstHeader(Topics.TRACEPARENT_HEADER));
  }

  /** The bytes of the header's value. */
  static byte @Nullable [] of(@Nullable String value) {
    return value != null && isValid(value) ? value.getBytes(StandardCharsets.US_ASCII) : null;
  }

  /** Version 00: {@code 00-<32 hex digits>-<16 hex digits>-<2 hex digits>}, ids not all zero. */
  static boolean isValid(String value) {
    if (value.length() != LENGTH || !value.startsWith("00-")) {
      return false;
    }
    return value.charAt(35) == '-'
        && value.charAt(52) == '-'
        && isId(value, 3, 35)
        && isId(value, 36, 52)
        && isHex(value, 53, LENGTH);
  }

  private static boolean isId(String value, int from, int to) {
    boolean zero = true;
    for (int i = from; i < to && zero; i++) {
      zero = value.charAt(i) == '0';
    }
    return !zero && isHex(value, from, to);
  }

  private static boolean isHex(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
