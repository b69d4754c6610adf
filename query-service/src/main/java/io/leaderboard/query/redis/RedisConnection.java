package io.leaderboard.query.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * The one connection to the masters that all readers share. Commands are pipelined in the order of
 * the calls.
 *
 * <p>{@link #start()} returns at once: while Redis is away, connecting is tried again in the
 * background, and every call fails at once instead of being kept. Thread-safe.
 */
public final class RedisConnection implements RedisReads, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

  private static final Duration FIRST_DELAY = Duration.ofMillis(20);

  /** Most commands that one system call hands over. */
  private static final int MAX_SHARED = 256;

  /**
   * Commands that are given within one turn of the event loop share a system call; none waits for
   * another turn.
   */
  private static final NettyCustomizer SHARED_WRITES =
      new NettyCustomizer() {
        @Override
        public void afterChannelInitialized(Channel channel) {
          channel.pipeline().addFirst(new FlushConsolidationHandler(MAX_SHARED, true));
        }
      };

  private final RedisProperties properties;
  private final ClientResources resources;
  private final RedisClients clients;
  private volatile @Nullable OpenRedis link;
  private volatile boolean closed;

  /** What Redis answers to who connects; null while it is merely away, or there. */
  private volatile @Nullable String refusal;

  private volatile String told = "";
  private final Disposable reconnects;

  /**
   * @throws IllegalArgumentException naming the key when the URI is none
   */
  public RedisConnection(RedisProperties properties) {
    this.properties = properties;
    List<RedisURI> uris = RedisClients.parse(properties);
    List<RedisURI> replicas = RedisClients.parseReplicas(properties);
    this.resources =
        DefaultClientResources.builder()
            .nettyCustomizer(SHARED_WRITES)
            .reconnectDelay(
                Delay.exponential(
                    FIRST_DELAY, properties.reconnectPause(), 2, TimeUnit.MILLISECONDS))
            .build();
    this.reconnects =
        resources
            .eventBus()
            .get()
            .subscribe(
                event -> {
                  if (event instanceof ReconnectFailedEvent failed) {
                    failed(failed.getCause());
                  } else if (event instanceof ConnectionActivatedEvent) {
                    told = "";
                    refusal = null;
                  }
                });
    this.clients = RedisClients.of(properties, resources, uris, replicas);
  }

  /** Begins to connect. Call it once. */
  public void start() {
    connect();
  }

  /** Whether commands are sent now, as opposed to refused. */
  public boolean isConnected() {
    OpenRedis open = link;
    return open != null && open.connection().isOpen();
  }

  @Override
  public <T> CompletableFuture<T> call(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    OpenRedis open = link;
    String refused = refusal;
    if (open == null || (refused != null && !open.connection().isOpen())) {
      return CompletableFuture.failedFuture(
          new RedisUnavailableException(refused == null ? "Redis is not reachable" : refused));
    }
    return RedisFailures.send(open.commands(), command);
  }

  @Override
  public boolean isReplica() {
    return false;
  }

  /** Which servers there are; null before the first connection. */
  @Nullable Topology topology() {
    OpenRedis open = link;
    return open == null ? null : open.topology();
  }

  @Override
  public void close() {
    closed = true;
    reconnects.dispose();
    clients.client().shutdown(Duration.ZERO, Duration.ofSeconds(2));
    var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  private void connect() {
    var unused = clients.connect().get().whenComplete(this::connected);
  }

  private void connected(@Nullable OpenRedis open, @Nullable Throwable failure) {
    if (failure == null) {
      LOG.info("Connected to Redis at {}", places());
      link = open;
      refusal = null;
    } else if (!closed) {
      failed(failure == null ? new RedisUnavailableException("no answer") : failure);
      var unused =
          resources
              .eventExecutorGroup()
              .schedule(
                  this::connect, properties.reconnectPause().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Once an outage, and again when it is another one: it is tried again several times a second. */
  private void failed(Throwable failure) {
    String refused = RedisFailures.refusedPassword(failure).orElse(null);
    String words = refused == null ? "Redis at " + places() + " is not reachable" : refused;
    if (!words.equals(told)) {
      LOG.warn("{}", words);
    }
    told = words;
    refusal = refused;
  }

  /** Without what may be secret. */
  private List<String> places() {
    return clients.uris().stream().map(uri -> uri.getHost() + ":" + uri.getPort()).toList();
  }
}
