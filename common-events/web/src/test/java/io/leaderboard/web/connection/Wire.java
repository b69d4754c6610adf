package io.leaderboard.web.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends what it likes, byte for byte. */
public final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a port of this machine. */
  public static Wire to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return new Wire(socket);
  }

  /** Sends all of it, byte for byte. */
  public Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends it unless the other side has gone; whether it could. */
  public boolean trySend(String text) {
    try {
      send(text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** All that the other side sends until it closes; what was read when it is reset before. */
  public String readToEnd() throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] part = new byte[8_192];
    try {
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        read.append(new String(part, 0, n, StandardCharsets.UTF_8));
      }
    } catch (java.net.SocketException reset) {
      return read.toString();
    }
    return read.toString();
  }

  /** Whether something of an answer, or the end, can be read now. */
  public boolean hasAnswer() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  /** One answer with a {@code Content-Length}: its head and body. */
  public String readAnswer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return head.toString();
      }
      head.append((char) b);
    }
    int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    int length = 0;
    if (at >= 0) {
      length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)).trim());
    }
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Closes it so that the other side is told of a reset, not of an end. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Tells the other side that nothing more comes. */
  public void end() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
