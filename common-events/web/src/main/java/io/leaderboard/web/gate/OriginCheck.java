package io.leaderboard.web.gate;

import io.leaderboard.web.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Refuses requests that a browser sends for a page of another origin: an API's that may change
 * something, and all of Actuator's but those for which a person followed a link. A browser can be
 * made to send some of them without asking first, so that the headers of CORS come too late.
 */
public final class OriginCheck implements GateCheck {
  private static final String ANY = "*";
  private static final String SITE = "sec-fetch-site";
  private static final String DESTINATION = "sec-fetch-dest";

  private static final Refusal FOREIGN =
      Refusal.with(
          Problem.of(
              403,
              "foreign-origin",
              "Pages of this origin may not do this",
              "a page may do this only when its origin is in leaderboard.cors.allowed-origins"));

  private final List<String> allowed;
  private final boolean any;
  private final boolean readsToo;

  private OriginCheck(List<String> allowed, boolean readsToo) {
    this.allowed = List.copyOf(allowed);
    this.any = allowed.contains(ANY);
    this.readsToo = readsToo;
  }

  /**
   * Of an API, whose GET, HEAD and OPTIONS change nothing.
   *
   * @param allowed origins besides its own, such as {@code https://play.example}; {@code *} for any
   */
  public static OriginCheck ofApi(List<String> allowed) {
    return new OriginCheck(allowed, false);
  }

  /** Of Actuator, of which also reads cost something and are for nobody's page. */
  public static OriginCheck ofActuator() {
    return new OriginCheck(List.of(), true);
  }

  @Override
  public @Nullable Refusal check(HttpServerRequest request) {
    boolean read = isRead(request.method());
    if (any || (read && !readsToo)) {
      return null;
    }
    HttpHeaders headers = request.requestHeaders();
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null) {
      String host = headers.get(HttpHeaderNames.HOST);
      return isOwn(origin, host) || allowed.contains(origin) ? null : FOREIGN;
    }
    if (!"cross-site".equals(headers.get(SITE))) {
      return null;
    }
    return read && "document".equals(headers.get(DESTINATION)) ? null : FOREIGN;
  }

  private static boolean isRead(HttpMethod method) {
    return HttpMethod.GET.equals(method)
        || HttpMethod.HEAD.equals(method)
        || HttpMethod.OPTIONS.equals(method);
  }

  /** Whichever the scheme: a proxy may have taken TLS off. */
  private static boolean isOwn(String origin, @Nullable String host) {
    int name = origin.indexOf("://") + 3;
    return host != null
        && name > 2
        && origin.length() - name == host.length()
        && origin.regionMatches(true, name, host, 0, host.length());
  }
}
