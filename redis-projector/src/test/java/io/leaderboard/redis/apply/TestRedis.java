package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.RedisProperties;
import io.leaderboard.redis.generation.FillOrigins;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationProperties;
import io.leaderboard.redis.generation.GenerationStore;
import io.leaderboard.redis.generation.LeftPeriods;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Opens projections as processes of their own would, and closes them all. */
public final class TestRedis implements AutoCloseable {
  private final List<RedisLink> links = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final int buckets;
  private final int chunkMembers;
  private final boolean cluster;

  /** Generations of so many buckets, and calls of at most so much. */
  public TestRedis(int buckets, int chunkMembers) {
    this(buckets, chunkMembers, false);
  }

  /** The same on a cluster. */
  TestRedis(int buckets, int chunkMembers, boolean cluster) {
    this.cluster = cluster;
    this.buckets = buckets;
    this.chunkMembers = chunkMembers;
  }

  SimpleMeterRegistry registry() {
    return registry;
  }

  /** A connection of its own. */
  public RedisLink link(InetSocketAddress at) {
    RedisLink link =
        new RedisLink(
            new RedisProperties(
                "redis://" + at.getHostString() + ":" + at.getPort(),
                cluster,
                "",
                "",
                // Nothing here is about time-outs: connections end, and a busy machine is just
                // slow.
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMillis(20),
                10_000));
    links.add(link);
    return link;
  }

  /** Keeps the generations over a connection. */
  public GenerationKeeper keeper(RedisLink link, FollowedLog log) {
    return keeper(link, log, LeftPeriods.none());
  }

  /** As {@link #keeper(RedisLink, FollowedLog)}; what is filled leaves these out. */
  public GenerationKeeper keeper(RedisLink link, FollowedLog log, LeftPeriods left) {
    return new GenerationKeeper(
        new GenerationStore(link),
        log,
        left,
        FillOrigins.wholeLog(),
        new GenerationProperties(
            buckets, Duration.ofMillis(50), Duration.ZERO, Duration.ofMinutes(10)));
  }

  /** Applies over a connection. */
  public RedisProjection projection(RedisLink link, FollowedLog log) {
    return new RedisProjection(
        link,
        keeper(link, log),
        log,
        new ApplyProperties(chunkMembers),
        new ApplyMetrics(registry),
        Filling.none());
  }

  /** A log that is open, and empty as far as a new generation is concerned. */
  public static FollowedLog log(Supplier<Games> games) {
    return new FollowedLog() {
      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public LogSettings settings() {
        return games.get().settings().orElseThrow();
      }

      @Override
      public String topicId() {
        return "topic-1";
      }

      @Override
      public Games games() {
        return games.get();
      }

      @Override
      public Games readGamesToEnd() {
        return games.get();
      }

      @Override
      public OptionalLong end(int partition) {
        return OptionalLong.of(0);
      }
    };
  }

  @Override
  public void close() {
    links.forEach(RedisLink::close);
    links.clear();
  }
}
