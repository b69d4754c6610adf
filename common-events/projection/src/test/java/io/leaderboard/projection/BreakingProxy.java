package io.leaderboard.projection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes a store's connections on, and breaks them all after so many bytes: in the middle of a
 * request, or when requests were executed but their answers are lost. Thread-safe.
 */
public final class BreakingProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  // Bytes that may still pass in either direction; both guarded by this.
  private long requestBytes = Long.MAX_VALUE;
  private long answerBytes = Long.MAX_VALUE;

  /** Listens on a free port. */
  public BreakingProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accepts", this::accept);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /**
   * Breaks every connection as soon as so many more bytes have passed, and refuses new ones.
   *
   * @param answers whether bytes of the server's answers are counted, which lets all requests pass;
   *     their number is then scaled down, because answers are short
   */
  public synchronized void breakAfter(long bytes, boolean answers) {
    requestBytes = answers ? Long.MAX_VALUE : bytes;
    answerBytes = answers ? bytes / 50 : Long.MAX_VALUE;
  }

  /** Passes everything on again. */
  public synchronized void heal() {
    requestBytes = Long.MAX_VALUE;
    answerBytes = Long.MAX_VALUE;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    breakAll();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        if (isBroken()) {
          client.close();
          continue;
        }
        Socket store = new Socket(server.getAddress(), server.getPort());
        client.setTcpNoDelay(true);
        store.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(store);
        start("requests", () -> pass(client, store, true));
        start("answers", () -> pass(store, client, false));
      }
    } catch (IOException e) {
      // The listener was closed, or the store is away: either way nothing more is accepted.
      breakAll();
    }
  }

  private void pass(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[8_192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int allowed = take(read, requests);
        out.write(buffer, 0, allowed);
        out.flush();
        if (allowed < read) {
          breakAll();
          return;
        }
      }
    } catch (IOException e) {
      sockets.remove(from);
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private synchronized int take(int bytes, boolean requests) {
    long left = requests ? requestBytes : answerBytes;
    int taken = (int) Math.min(bytes, left);
    if (left != Long.MAX_VALUE) {
      if (requests) {
        requestBytes -= taken;
      } else {
        answerBytes -= taken;
      }
    }
    return taken;
  }

  private synchronized boolean isBroken() {
    return requestBytes == 0 || answerBytes == 0;
  }

  private void breakAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void start(String name, Runnable run) {
    Thread thread = new Thread(run, "breaking-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
