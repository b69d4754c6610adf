package io.leaderboard.web.connection;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the connections of a service that stops, before its servers are stopped: for a while every
 * answer says that it is the last of its connection, so that whoever keeps his alive goes elsewhere
 * and loses nothing; then what is idle is closed. What is still answered then is the servers' to
 * wait for. Thread-safe.
 */
public final class LastAnswers implements SmartLifecycle {
  private final HttpConnections connections;
  private final Duration grace;
  private volatile boolean running;

  /**
   * @param grace how long idle connections are kept, for the requests that are on their way
   */
  public LastAnswers(HttpConnections connections, Duration grace) {
    this.connections = connections;
    this.grace = grace;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable done) {
    running = false;
    connections.stop();
    Thread waiting =
        new Thread(
            () -> {
              try {
                connections.awaitNone(grace);
                connections.closeIdle();
              } finally {
                done.run();
              }
            },
            "http-last-answers");
    waiting.setDaemon(true);
    waiting.start();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the servers, that of Actuator included, and beside whatever else ends first. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
