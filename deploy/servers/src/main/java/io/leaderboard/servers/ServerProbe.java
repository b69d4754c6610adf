package io.leaderboard.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Asks a server in its own protocol whether it serves requests: a port that is merely open is not
 * enough.
 */
public enum ServerProbe {
  /**
   * A metadata request, version 1, for no topic at all lists the brokers in use; a broker that is
   * missing there is still fenced.
   */
  KAFKA {
    private static final short METADATA = 3;
    private static final int CORRELATION = 1;
    private static final int LARGEST_ANSWER = 64 * 1024;

    @Override
    boolean answers(Socket connection) throws IOException {
      byte[] request =
          ByteBuffer.allocate(14)
              .putShort(METADATA)
              .putShort((short) 1)
              .putInt(CORRELATION)
              .putShort((short) -1)
              .putInt(0)
              .array();
      DataOutputStream out = new DataOutputStream(connection.getOutputStream());
      out.writeInt(request.length);
      out.write(request);
      out.flush();
      DataInputStream in = new DataInputStream(connection.getInputStream());
      int length = in.readInt();
      return length >= 8
          && length <= LARGEST_ANSWER
          && in.readInt() == CORRELATION
          && in.readInt() >= 1;
    }
  },

  /** While it loads its data, Redis answers -LOADING. */
  REDIS {
    @Override
    boolean answers(Socket connection) throws IOException {
      connection.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = connection.getInputStream().readNBytes(5);
      return Arrays.equals(answer, "+PONG".getBytes(StandardCharsets.US_ASCII));
    }
  },

  /** An OPTIONS request in version 4 of the native protocol is answered by a SUPPORTED frame. */
  CASSANDRA {
    private static final int FRAME_HEADER_BYTES = 9;
    private static final byte OPTIONS = 5;
    private static final byte SUPPORTED = 6;

    @Override
    boolean answers(Socket connection) throws IOException {
      connection.getOutputStream().write(new byte[] {4, 0, 0, 0, OPTIONS, 0, 0, 0, 0});
      byte[] header = connection.getInputStream().readNBytes(FRAME_HEADER_BYTES);
      return header.length == FRAME_HEADER_BYTES && header[4] == SUPPORTED;
    }
  };

  /** Bounds one question to a server that may be paused or not ready. */
  private static final int ANSWER_MILLIS = 1_000;

  abstract boolean answers(Socket connection) throws IOException;

  /** Waits at most a second or two. */
  public boolean serves(InetSocketAddress address) {
    try (Socket connection = new Socket()) {
      connection.setSoTimeout(ANSWER_MILLIS);
      connection.connect(address, ANSWER_MILLIS);
      return answers(connection);
    } catch (IOException notYet) {
      return false;
    }
  }
}
