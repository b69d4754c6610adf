package io.leaderboard.cli.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The few commands that a benchmark asks of Redis. Not safe for use by several threads. */
final class RespConnection implements Hashes, Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RespConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /** The answer as text; that of a list is its elements, one a line. */
  String ask(String... command) throws IOException {
    send(List.of(command));
    out.flush();
    return String.join("\n", read());
  }

  /** Sends without waiting; {@link #drain} takes the answers. */
  void send(List<String> command) throws IOException {
    write("*" + command.size() + "\r\n");
    for (String part : command) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      write("$" + bytes.length + "\r\n");
      out.write(bytes);
      write("\r\n");
    }
  }

  void drain(int answers) throws IOException {
    out.flush();
    for (int i = 0; i < answers; i++) {
      read();
    }
  }

  @Override
  public Map<String, String> hash(String key) throws IOException {
    send(List.of("HGETALL", key));
    out.flush();
    List<String> flat = read();
    Map<String, String> hash = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      hash.put(flat.get(i), flat.get(i + 1));
    }
    return hash;
  }

  /** Bytes that its data takes, without what it allocated and does not use. */
  long usedMemory() throws IOException {
    return ask("INFO", "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow(() -> new IOException("INFO tells no used_memory"));
  }

  private List<String> read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+', ':' -> {
        return List.of(rest);
      }
      case '$' -> {
        return List.of(bulk(Integer.parseInt(rest)));
      }
      case '*' -> {
        List<String> elements = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          elements.addAll(read());
        }
        return elements;
      }
      default -> throw new IOException("Redis says: " + rest);
    }
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("Redis closed the connection");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\r') {
      if (next < 0) {
        throw new EOFException("Redis closed the connection");
      }
      line.append((char) next);
      next = in.read();
    }
    if (in.read() != '\n' || line.isEmpty()) {
      throw new IOException("not an answer of Redis");
    }
    return line.toString();
  }

  private void write(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
