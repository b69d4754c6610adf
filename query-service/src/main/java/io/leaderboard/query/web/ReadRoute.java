package io.leaderboard.query.web;

import io.leaderboard.web.Documentation;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * A read that is asked for so often that {@link io.leaderboard.query.direct} answers it below
 * WebFlux when nothing about the request is special.
 *
 * @param pattern the path, such as {@code /rank/{userId}}
 * @param documentation what the route tells of itself
 */
public record ReadRoute(String pattern, Read read, Documentation documentation) {
  /** The request as WebFlux read it. */
  private record ServerTarget(ServerRequest request) implements ReadTarget {
    @Override
    public String segment(int index) {
      return PathText.segment(request, index);
    }

    @Override
    public QueryParameters query() {
      return QueryParameters.of(request);
    }

    @Override
    public List<String> ifNoneMatch() {
      return request.headers().header(HttpHeaders.IF_NONE_MATCH);
    }
  }

  /** The request that {@code request} is. */
  public static ReadTarget target(ServerRequest request) {
    return new ServerTarget(request);
  }

  /** The route as WebFlux serves it. */
  public RouterFunction<ServerResponse> function() {
    return Routes.at(pattern)
        .get(
            request ->
                Mono.fromFuture(() -> read.answer(new ServerTarget(request)))
                    .flatMap(ReadRoute::response),
            documentation)
        .build();
  }

  private static Mono<ServerResponse> response(ReadAnswer answer) {
    ServerResponse.BodyBuilder response =
        ServerResponse.status(answer.status())
            .headers(headers -> answer.forEachHeader(headers::set));
    byte[] body = answer.body();
    return body == null
        ? response.build()
        : response
            .contentType(MediaType.APPLICATION_JSON)
            .contentLength(body.length)
            .bodyValue(body);
  }
}
