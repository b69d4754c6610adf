package io.leaderboard.web.gate;

import io.leaderboard.web.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Lets in requests with one {@code Host}. On a port that is bound to loopback it must be a name of
 * loopback, or a configured one: a page of the web can have its own name point to 127.0.0.1, and
 * then reads and writes what was thought to be out of its reach.
 */
public final class HostCheck implements GateCheck {
  private static final Refusal NOT_ONE =
      Refusal.with(
          Problem.of(
              400, "invalid-host", "There is not one Host", "a request has one Host header"));

  private static final Refusal MISDIRECTED =
      Refusal.with(
          Problem.of(
              421,
              "misdirected-request",
              "This host is not served here",
              "bound to loopback, this answers to localhost, 127.0.0.1, [::1] and the names in"
                  + " leaderboard.http.hosts"));

  private final List<String> names;
  private final boolean any;

  /**
   * @param names without ports; {@code *} for any
   */
  public HostCheck(List<String> names) {
    this.names = List.copyOf(names);
    this.any = names.contains("*");
  }

  @Override
  public @Nullable Refusal check(HttpServerRequest request) {
    Iterator<? extends CharSequence> hosts =
        request.requestHeaders().valueCharSequenceIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return NOT_ONE;
    }
    CharSequence host = hosts.next();
    if (host.length() == 0 || hosts.hasNext()) {
      return NOT_ONE;
    }
    return any || !isBoundToLoopback(request) || isServed(host.toString()) ? null : MISDIRECTED;
  }

  private static boolean isBoundToLoopback(HttpServerRequest request) {
    return request instanceof Connection connection
        && connection.channel().parent() != null
        && connection.channel().parent().localAddress() instanceof InetSocketAddress bound
        && bound.getAddress().isLoopbackAddress();
  }

  private boolean isServed(String host) {
    int end = endOfName(host);
    if (is(host, end, "localhost") || is(host, end, "[::1]") || isLoopback(host, end)) {
      return true;
    }
    for (String name : names) {
      if (is(host, end, name)) {
        return true;
      }
    }
    return false;
  }

  private static int endOfName(String host) {
    int from = host.startsWith("[") ? Math.max(0, host.indexOf(']')) : 0;
    int colon = host.indexOf(':', from);
    return colon < 0 ? host.length() : colon;
  }

  private static boolean is(String host, int end, String name) {
    return end == name.length() && host.regionMatches(true, 0, name, 0, end);
  }

  /** Whether it is 127.x.y.z: no name, and so nothing that could point elsewhere. */
  private static boolean isLoopback(String host, int end) {
    if (!host.startsWith("127.")) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}
