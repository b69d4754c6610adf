package io.leaderboard.cassandra.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS to clients and passes on what they say to a server. Thread-safe. */
final class TlsFront implements AutoCloseable {
  private final InetSocketAddress server;
  private final SSLServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Listens on a free port of 127.0.0.1.
   *
   * @param context with the key that it shows
   */
  TlsFront(SSLContext context, InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket behind = new Socket(server.getAddress(), server.getPort());
      sockets.add(client);
      sockets.add(behind);
      start(() -> pass(client, behind));
      start(() -> pass(behind, client));
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                System.err.println("A connection over TLS ended: " + e.getMessage());
              }
            },
            "tls");
    thread.setDaemon(true);
    thread.start();
  }
}
