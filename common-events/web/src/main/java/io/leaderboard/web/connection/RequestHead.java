package io.leaderboard.web.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What Netty reads in a head, and should not. */
final class RequestHead {
  private static final int MAX_PORT = 65_535;

  private RequestHead() {}

  /**
   * Whether nobody in front of this can have taken another part of what was sent for the body, and
   * Reactor Netty can read the {@code Host}, of which it makes a line in the log else. Netty takes
   * a body whose last coding is not {@code chunked} for none, and its bytes for the next request.
   */
  static boolean isSound(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    HttpHeaders headers = request.headers();
    String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding == null) {
      return (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0))
          && hasReadablePort(headers.get(HttpHeaderNames.HOST));
    }
    return version.equals(HttpVersion.HTTP_1_1)
        && coding.equalsIgnoreCase("chunked")
        && headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
        && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        && hasReadablePort(headers.get(HttpHeaderNames.HOST));
  }

  private static boolean hasReadablePort(@Nullable String host) {
    if (host == null) {
      return true;
    }
    int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
    if (colon < 0) {
      return true;
    }
    int port = 0;
    for (int i = colon + 1; i < host.length(); i++) {
      int digit = host.charAt(i) - '0';
      port = port * 10 + digit;
      if (digit < 0 || digit > 9 || port > MAX_PORT) {
        return false;
      }
    }
    return colon + 1 < host.length();
  }
}
