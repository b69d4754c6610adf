package io.leaderboard.query.web;

import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.web.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers that a shared cache may keep for a second. */
public final class CacheableAnswers {
  private static final String POLICY = "public, max-age=1, stale-while-revalidate=5";

  /** Half a SHA-256: more than enough to tell two pages apart. */
  private static final int TAG_BYTES = 16;

  private CacheableAnswers() {}

  /** The document, or 304 when the client has just this one. */
  public static Mono<ServerResponse> answer(
      ServerRequest request, Object document, Freshness freshness) {
    byte[] body = Json.write(document);
    String tag = weakTag(body);
    boolean known = isAmong(request.headers().header(HttpHeaders.IF_NONE_MATCH), tag);
    ServerResponse.BodyBuilder answer =
        ServerResponse.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .headers(
                headers -> {
                  headers.set(HttpHeaders.ETAG, tag);
                  headers.set(HttpHeaders.CACHE_CONTROL, POLICY);
                  Answers.put(headers, freshness);
                });
    return known
        ? answer.build()
        : answer.contentType(MediaType.APPLICATION_JSON).contentLength(body.length).bodyValue(body);
  }

  /** Weak, because a proxy may compress the body. */
  private static String weakTag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      byte[] half = Arrays.copyOf(digest, TAG_BYTES);
      return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(half) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Weak comparison: whether the same opaque tag is named, weak or not. No tag has a comma. */
  private static boolean isAmong(List<String> ifNoneMatch, String tag) {
    String opaque = tag.substring("W/".length());
    return ifNoneMatch.stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::trim)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals(opaque));
  }
}
