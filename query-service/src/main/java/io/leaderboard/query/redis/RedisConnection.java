package io.leaderboard.query.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that all readers share. Commands are pipelined in the order of the calls.
 *
 * <p>{@link #start()} returns at once: while Redis is away, connecting is tried again in the
 * background, and every call fails at once instead of being kept. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {
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
  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean closed;

  /**
   * @throws IllegalArgumentException naming the key when the URI is none
   */
  public RedisConnection(RedisProperties properties) {
    this.properties = properties;
    this.uri = parse(properties);
    this.resources =
        DefaultClientResources.builder()
            .nettyCustomizer(SHARED_WRITES)
            .reconnectDelay(
                Delay.exponential(
                    FIRST_DELAY, properties.reconnectDelay(), 2, TimeUnit.MILLISECONDS))
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(properties.requestQueueSize())
            .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
            .socketOptions(
                SocketOptions.builder().connectTimeout(properties.connectTimeout()).build())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .build());
  }

  /** Begins to connect. Call it once. */
  public void start() {
    connect();
  }

  /** Whether commands are sent now, as opposed to refused. */
  public boolean isConnected() {
    StatefulRedisConnection<String, String> open = connection;
    return open != null && open.isOpen();
  }

  /**
   * Sends a command.
   *
   * @return fails with {@link RedisUnavailableException} when Redis does not answer within the
   *     command timeout, and at once when it is known to be away or too much is under way
   */
  public <T> CompletableFuture<T> call(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null) {
      return CompletableFuture.failedFuture(
          new RedisUnavailableException("Redis is not reachable"));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      var unused =
          command
              .apply(open.async())
              .whenComplete(
                  (value, failure) -> {
                    if (failure == null) {
                      answer.complete(value);
                    } else {
                      answer.completeExceptionally(RedisFailures.translate(failure));
                    }
                  });
    } catch (RuntimeException e) {
      answer.completeExceptionally(RedisFailures.translate(e));
    }
    return answer;
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  private void connect() {
    var unused = client.connectAsync(StringCodec.UTF8, uri).whenComplete(this::connected);
  }

  private void connected(
      @Nullable StatefulRedisConnection<String, String> open, @Nullable Throwable failure) {
    if (failure == null) {
      LOG.info("Connected to Redis at {}:{}", uri.getHost(), uri.getPort());
      connection = open;
    } else if (!closed) {
      LOG.warn("Redis at {}:{} is not reachable yet", uri.getHost(), uri.getPort());
      var unused =
          resources
              .eventExecutorGroup()
              .schedule(
                  this::connect, properties.reconnectDelay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static RedisURI parse(RedisProperties properties) {
    try {
      RedisURI uri = RedisURI.create(properties.uri());
      uri.setTimeout(properties.commandTimeout());
      uri.setClientName("query-service");
      return uri;
    } catch (IllegalArgumentException e) {
      // Neither the value nor the cause, which may quote it: it may hold a password.
      throw new IllegalArgumentException(
          "leaderboard.redis.uri must be redis[s]://[[user:]password@]host[:port][/database]");
    }
  }
}
