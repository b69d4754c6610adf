package io.leaderboard.query.web;

import io.leaderboard.query.freshness.Freshness;
import java.util.Arrays;
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

  private CacheableAnswers() {}

  /** The body, or 304 when the client has just this one. */
  public static Mono<ServerResponse> answer(
      ServerRequest request, TaggedBody body, Freshness freshness) {
    String tag = body.weakTag();
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
        : answer
            .contentType(MediaType.APPLICATION_JSON)
            .contentLength(body.bytes().length)
            .bodyValue(body.bytes());
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
