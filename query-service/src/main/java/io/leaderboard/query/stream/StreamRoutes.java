package io.leaderboard.query.stream;

import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.board.HotPages.Hot;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.ClientAddress;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** The route that shows the top of a board as it changes. */
final class StreamRoutes {
  static final int DEFAULT_LIMIT = 10;
  static final int MAX_LIMIT = 100;
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Boards boards;
  private final HotPages pages;
  private final Streams streams;

  StreamRoutes(Boards boards, HotPages pages, Streams streams) {
    this.boards = boards;
    this.pages = pages;
    this.streams = streams;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/stream")
        .get(this::stream, StreamOperations.STREAM)
        .build();
  }

  private Mono<ServerResponse> stream(ServerRequest request) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    int limit = QueryParameters.of(request).integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    // Whatever is wrong is found by the first read, and answered as a problem.
    return Mono.fromFuture(() -> first(board, limit))
        .flatMap(
            hot -> {
              ServerResponse.BodyBuilder answer =
                  ServerResponse.ok()
                      .contentType(MediaType.TEXT_EVENT_STREAM)
                      .header(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                      // Proxies that keep what they pass on would keep it for ever.
                      .header("X-Accel-Buffering", "no")
                      .headers(headers -> ReadAnswers.put(headers, hot.freshness()));
              if (request.method().equals(HttpMethod.HEAD)) {
                return answer.build();
              }
              Frame top = Frame.top(hot.page().first(limit));
              boolean known = top.id().equals(request.headers().firstHeader(LAST_EVENT_ID));
              Frame first = known ? Frame.BEGINNING : top.first();
              String address = ClientAddress.of(request);
              return answer.body(
                  (message, context) ->
                      Mono.defer(
                          () -> {
                            Viewer viewer = viewer(limit, first, top.id(), message);
                            streams.open(address, board, viewer, hot.page().read());
                            return send(viewer, message)
                                .doFinally(how -> streams.close(address, board, viewer));
                          }));
            });
  }

  private CompletableFuture<Hot> first(BoardRequest board, int limit) {
    return board.after().isNothing()
        ? pages.read(board, limit, Optional.empty())
        : pages
            .readAfresh(board, limit, Optional.empty())
            .thenApply(page -> new Hot(page, page.read().freshness()));
  }

  private static Viewer viewer(int limit, Frame first, String known, ServerHttpResponse response) {
    HttpServerResponse server = ServerHttpResponseDecorator.getNativeResponse(response);
    return new Viewer(limit, first, known, () -> server.withConnection(StreamRoutes::cut));
  }

  private static Mono<Void> send(Viewer viewer, ServerHttpResponse response) {
    Flux<Mono<DataBuffer>> frames =
        viewer
            .tickets()
            .map(
                ticket ->
                    Mono.from(ticket).map(frame -> response.bufferFactory().wrap(frame.bytes())));
    return response.writeAndFlushWith(frames);
  }

  /** At once: disposing of it would wait until what was sent is sent. */
  private static void cut(Connection connection) {
    var unused = connection.channel().close();
  }
}
