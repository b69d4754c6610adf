package io.leaderboard.cli.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection to 127.0.0.1. After a failure the next request connects anew.
 * Not safe for use by several threads.
 */
public final class HttpConnection implements Closeable {
  private static final int FIRST_BUFFER = 16 << 10;
  private static final int MOST_BYTES = 64 << 20;
  private static final int CONNECT_MILLIS = 5_000;

  private final int port;
  private final int timeoutMillis;
  private @Nullable Socket socket;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;

  /**
   * @param timeout how long an answer may pause
   */
  public HttpConnection(int port, Duration timeout) {
    this.port = port;
    this.timeoutMillis = (int) timeout.toMillis();
  }

  /** Sends a request without a body. */
  public HttpAnswer get(String target) throws IOException {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: application/json\r\n\r\n"
            .formatted(target, port)
            .getBytes(StandardCharsets.US_ASCII);
    return send(request, 0, request.length);
  }

  /** Sends a JSON document. */
  public HttpAnswer send(String method, String target, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] head = head(method, target, "application/json", body.length);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return send(request, 0, request.length);
  }

  /** What stands before a body. */
  public byte[] head(String method, String target, String type, int length) {
    return "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(method, target, port, type, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends bytes that are a whole request and waits for the answer.
   *
   * @throws IOException when there is none; whether the request was served is not known then
   */
  public HttpAnswer send(byte[] request, int from, int length) throws IOException {
    boolean answered = false;
    try {
      Socket open = open();
      open.getOutputStream().write(request, from, length);
      HttpAnswer answer = read(open.getInputStream());
      answered = !answer.closes();
      return answer;
    } finally {
      if (!answered) {
        close();
      }
    }
  }

  private Socket open() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.setSoTimeout(timeoutMillis);
      open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  private HttpAnswer read(InputStream in) throws IOException {
    filled = 0;
    int end = -1;
    while (end < 0) {
      int before = Math.max(0, filled - 3);
      fill(in);
      end = endOfHead(before);
    }
    String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    HttpAnswer bare = new HttpAnswer(status(head), head, buffer, 0);
    int length =
        bare.header("transfer-encoding").isPresent()
            ? chunks(in, end)
            : content(in, end, Integer.parseInt(bare.header("content-length").orElse("0")));
    System.arraycopy(buffer, end, buffer, 0, length);
    return new HttpAnswer(bare.status(), head, buffer, length);
  }

  private static int status(String head) throws IOException {
    if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) {
      throw new IOException("not an HTTP answer");
    }
    return Integer.parseInt(head.substring(9, 12));
  }

  private int endOfHead(int from) {
    for (int i = from; i + 3 < filled; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private int content(InputStream in, int start, int length) throws IOException {
    while (filled < start + length) {
      fill(in);
    }
    return length;
  }

  /** Moves the chunks together behind {@code start}; how many bytes they are. */
  private int chunks(InputStream in, int start) throws IOException {
    int read = start;
    int written = start;
    while (true) {
      int line = read;
      while (line + 1 >= filled || buffer[line] != '\r' || buffer[line + 1] != '\n') {
        if (line + 1 >= filled) {
          fill(in);
        } else {
          line++;
        }
      }
      String size = new String(buffer, read, line - read, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      read = line + 2;
      while (filled < read + length + 2) {
        fill(in);
      }
      System.arraycopy(buffer, read, buffer, written, length);
      written += length;
      read += length + 2;
      if (length == 0) {
        return written - start;
      }
    }
  }

  private void fill(InputStream in) throws IOException {
    if (filled == buffer.length) {
      if (filled >= MOST_BYTES) {
        throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
      }
      buffer = Arrays.copyOf(buffer, filled * 2);
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      throw new EOFException("the connection was closed");
    }
    filled += count;
  }
}
