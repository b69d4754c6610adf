package io.leaderboard.query.web;

import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.web.Json;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The good answer to a read: JSON, with how fresh it is.
 *
 * @param body must not be changed; null when the client has just this one, which is a 304
 * @param tag the entity tag of what a shared cache may keep for a second, null for what no cache
 *     may keep
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy for each reader would cost more.
public record ReadAnswer(byte @Nullable [] body, @Nullable String tag, Freshness freshness) {
  private static final String CACHEABLE = "public, max-age=1, stale-while-revalidate=5";
  private static final String NOT_CACHEABLE = "no-store";

  /** A document that no cache may keep. */
  public static ReadAnswer fresh(Object document, Freshness freshness) {
    return fresh(Json.write(document), freshness);
  }

  /** Bytes of JSON that no cache may keep. */
  public static ReadAnswer fresh(byte[] body, Freshness freshness) {
    return new ReadAnswer(body, null, freshness);
  }

  /** A body that a shared cache may keep for a second, or that the client has already. */
  public static ReadAnswer cacheable(ReadTarget target, TaggedBody body, Freshness freshness) {
    boolean known = isAmong(target.ifNoneMatch(), body.weakTag());
    return new ReadAnswer(known ? null : body.bytes(), body.weakTag(), freshness);
  }

  /** 200, or 304 without a body. */
  public int status() {
    return body == null ? 304 : 200;
  }

  /** Gives the headers, but for those that describe the body. */
  public void forEachHeader(BiConsumer<String, String> headers) {
    headers.accept("Cache-Control", tag == null ? NOT_CACHEABLE : CACHEABLE);
    if (tag != null) {
      headers.accept("ETag", tag);
    }
    freshness.forEachHeader(headers);
  }

  /** Weak comparison: whether the same opaque tag is named, weak or not. No tag has a comma. */
  private static boolean isAmong(List<String> ifNoneMatch, String tag) {
    if (ifNoneMatch.isEmpty()) {
      return false;
    }
    String opaque = tag.substring("W/".length());
    return ifNoneMatch.stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::trim)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals(opaque));
  }
}
