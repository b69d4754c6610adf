package io.leaderboard.query.web;

import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.web.Json;
import io.leaderboard.web.Problem;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers of the read API: JSON with how fresh it is. */
public final class ReadAnswers {
  private ReadAnswers() {}

  /** A document that no cache may keep. */
  public static Mono<ServerResponse> fresh(Object document, Freshness freshness) {
    return json(HttpStatus.OK, Json.write(document), headers -> put(headers, freshness));
  }

  /** A document that no cache may keep and that may be fresh to an unknown degree. */
  public static Mono<ServerResponse> fresh(Object document, Optional<Freshness> freshness) {
    return perhapsFresh(document, freshness, false);
  }

  /**
   * A document that no cache may keep and that may be fresh to an unknown degree.
   *
   * @param stale whether something may be missing that {@code freshness} does not tell
   */
  public static Mono<ServerResponse> perhapsFresh(
      Object document, Optional<Freshness> freshness, boolean stale) {
    return json(
        HttpStatus.OK,
        Json.write(document),
        headers -> {
          freshness.ifPresent(known -> put(headers, known));
          if (stale) {
            headers.set(Freshness.STALE_HEADER, "true");
          }
        });
  }

  /** A document that no cache may keep, with any status. */
  public static Mono<ServerResponse> plain(HttpStatus status, Object document) {
    return json(status, Json.write(document), headers -> {});
  }

  /** Puts the headers of {@code freshness}. */
  public static void put(HttpHeaders headers, Freshness freshness) {
    freshness.forEachHeader(headers::set);
  }

  /** A problem that says how fresh the finding is. */
  public static Problem dated(Problem problem, Freshness freshness) {
    HttpHeaders headers = new HttpHeaders();
    put(headers, freshness);
    Problem dated = problem;
    for (var header : headers.toSingleValueMap().entrySet()) {
      dated = dated.withHeader(header.getKey(), header.getValue());
    }
    return dated;
  }

  private static Mono<ServerResponse> json(
      HttpStatus status, byte[] body, Consumer<HttpHeaders> headers) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .contentLength(body.length)
        .cacheControl(CacheControl.noStore())
        .headers(headers)
        .bodyValue(body);
  }
}
