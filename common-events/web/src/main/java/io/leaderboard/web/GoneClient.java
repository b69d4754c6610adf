package io.leaderboard.web;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Hooks;

/** A client that went away before it was answered, in the middle of a body for one. */
final class GoneClient {
  /** What such a request is counted as: a fault of the client, of which it is not told. */
  static final int STATUS = 499;

  private static final Logger LOG = LoggerFactory.getLogger(GoneClient.class);
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private GoneClient() {}

  /** Whether a request failed because its client has gone. */
  static boolean is(Throwable failure) {
    return DisconnectedClientHelper.isClientDisconnectedException(failure);
  }

  /**
   * Keeps out of the log what Reactor drops: Reactor Netty tells the reader of a body of its end
   * twice, the second time when the answer is written. Once for the process.
   */
  static void quiet() {
    if (HOOKED.compareAndSet(false, true)) {
      Hooks.onErrorDropped(
          failure -> {
            if (!is(failure) && !(failure instanceof ProblemException)) {
              LOG.error("A failure came when nobody waited for it any more", failure);
            }
          });
    }
  }
}
