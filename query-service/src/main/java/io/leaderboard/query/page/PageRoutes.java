package io.leaderboard.query.page;

import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import io.leaderboard.web.Routes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The routes of the page. Everything but the document is addressed by the version of the files, so
 * that a browser keeps it for good and never mixes two versions.
 */
final class PageRoutes {
  /** What the page may do: load its own files, call this service, show pictures; nothing else. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' https: data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String KEPT_FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ASKED_AGAIN = "no-cache";

  private final PageFiles files;

  PageRoutes(PageFiles files) {
    this.files = files;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at("/")
        .getFile(this::document)
        .build()
        .and(Routes.at("/page/{version}/{*name}").getFile(this::file).build());
  }

  private Mono<ServerResponse> document(ServerRequest request) {
    String tag = "W/\"" + files.version() + '"';
    boolean known = request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(tag);
    ServerResponse.BodyBuilder answer =
        guarded(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, tag)
            .header(HttpHeaders.CACHE_CONTROL, ASKED_AGAIN)
            .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            .header("Cross-Origin-Opener-Policy", "same-origin")
            .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
            .header("X-Frame-Options", "DENY");
    return known ? answer.build() : send(answer, files.document());
  }

  /**
   * While instances of two versions serve, a browser may ask one of them for the files of the
   * other: it gets what there is, and does not keep it.
   */
  private Mono<ServerResponse> file(ServerRequest request) {
    String name = request.pathVariable("name");
    Asset asset =
        files
            .find(name.startsWith("/") ? name.substring(1) : name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(404, "not-found", "There is nothing here", "no such path")));
    boolean current = request.pathVariable("version").equals(files.version());
    return send(
        guarded(HttpStatus.OK)
            .header(HttpHeaders.CACHE_CONTROL, current ? KEPT_FOR_GOOD : "no-store"),
        asset);
  }

  private static ServerResponse.BodyBuilder guarded(HttpStatus status) {
    return ServerResponse.status(status)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static Mono<ServerResponse> send(ServerResponse.BodyBuilder answer, Asset asset) {
    return answer
        .contentType(asset.type())
        .contentLength(asset.bytes().length)
        .bodyValue(asset.bytes());
  }
}
