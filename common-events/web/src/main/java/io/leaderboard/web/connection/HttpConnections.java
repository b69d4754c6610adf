package io.leaderboard.web.connection;

import io.leaderboard.web.HttpProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * The open connections of all ports of a service. It takes the place of Reactor Netty's own
 * time-outs, which add and remove a handler and a timer with every request, and do not bound a head
 * that dribbles, a body that is not read, a stream, or an answer that nobody takes. Thread-safe.
 */
public final class HttpConnections implements NettyServerCustomizer {
  static final String BYTES = "leaderboard.bytes";
  static final String MESSAGES = "leaderboard.messages";

  private final ConnectionPatience patience;
  private final WireProblems problems;
  private final int most;
  private final long mostBodyBytes;
  private final AtomicLong bodyBytes = new AtomicLong();
  private final Set<WatchedConnection> open = ConcurrentHashMap.newKeySet();
  private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);
  private volatile boolean stopping;

  /** None yet. */
  public HttpConnections(HttpProperties properties, MeterRegistry registry) {
    this.patience = ConnectionPatience.of(properties);
    this.problems = new WireProblems(properties);
    this.mostBodyBytes = properties.bodyMemory().toBytes();
    this.most = properties.maxConnections();
    for (Ending ending : Ending.values()) {
      ended.put(
          ending,
          Counter.builder("leaderboard.http.connections.ended")
              .description("Connections that this side ended before their client did")
              .tag("cause", ending.tag())
              .register(registry));
    }
    Gauge.builder("leaderboard.http.body.memory", bodyBytes, AtomicLong::get)
        .description("Bodies that are in memory until their requests are answered")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("leaderboard.http.connections", open, Set::size)
        .description("Open connections of all ports")
        .register(registry);
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> opened(channel));
  }

  /** How many there are. */
  int size() {
    return open.size();
  }

  /** From now on every answer is the last of its connection. */
  void stop() {
    stopping = true;
  }

  /** Waits until there are none, as long as {@code most}. */
  void awaitNone(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    synchronized (open) {
      try {
        for (long left = most.toNanos(); left > 0 && !open.isEmpty(); ) {
          TimeUnit.NANOSECONDS.timedWait(open, left);
          left = until - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Closes those that carry no request now. */
  void closeIdle() {
    open.forEach(WatchedConnection::requestCloseIfIdle);
  }

  /**
   * Counts bytes of a body; they must be forgotten in any case.
   *
   * @return false when there is no room for them
   */
  boolean keep(long bytes) {
    return bodyBytes.addAndGet(bytes) <= mostBodyBytes;
  }

  void forget(long bytes) {
    bodyBytes.addAndGet(-bytes);
  }

  void ended(Ending ending) {
    Counter counter = ended.get(ending);
    if (counter != null) {
      counter.increment();
    }
  }

  private void opened(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (open.size() >= most) {
      ended(Ending.FULL);
      var unused = channel.close();
      return;
    }
    WatchedConnection connection = new WatchedConnection(this, patience, problems, channel);
    open.add(connection);
    pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, connection.bytes());
    pipeline.addAfter(NettyPipeline.HttpCodec, MESSAGES, connection.messages());
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open.remove(connection);
              connection.closed();
              if (stopping && open.isEmpty()) {
                synchronized (open) {
                  open.notifyAll();
                }
              }
            });
  }
}
