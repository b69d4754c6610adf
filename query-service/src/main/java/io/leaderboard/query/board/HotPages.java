package io.leaderboard.query.board;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leaderboard.query.board.HotPage.Outcome;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.metrics.QueryMetrics;
import io.leaderboard.query.profile.Profiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Pages that many ask for at a time: each is read once in {@link PagesProperties#maxAge} however
 * many ask, and the last known is served for a while when Redis is away. Bounded in bytes; what is
 * asked for most stays. Thread-safe.
 */
public final class HotPages {
  /**
   * A page with how fresh it is now.
   *
   * @param freshness {@code stale} when Redis is away and this is the last known
   */
  public record Hot(ShownPage page, Freshness freshness) {}

  private record Asked(
      String gameId,
      Optional<String> boardId,
      Optional<String> period,
      int limit,
      Optional<Cursor> behind) {
    BoardRequest request() {
      return new BoardRequest(gameId, boardId, period, After.NOTHING);
    }
  }

  private static final Duration LEAST_KEPT = Duration.ofSeconds(1);

  private final Pages pages;
  private final Profiles profiles;
  private final FreshReads reads;
  private final PagesProperties properties;
  private final QueryMetrics metrics;
  private final Cache<Asked, HotPage> cache;
  private volatile long lastRead;
  private volatile boolean everRead;

  HotPages(
      Pages pages,
      Profiles profiles,
      FreshReads reads,
      PagesProperties properties,
      QueryMetrics metrics) {
    this.pages = pages;
    this.profiles = profiles;
    this.reads = reads;
    this.properties = properties;
    this.metrics = metrics;
    Duration kept = properties.staleFor().plus(LEAST_KEPT);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(properties.maxMemory().toBytes())
            .weigher((Asked asked, HotPage page) -> Math.toIntExact(page.bytes()))
            .expireAfterAccess(kept)
            .build();
    metrics.pagesKept(cache::estimatedSize, this::bytes);
  }

  /**
   * A page, at most as old as configured.
   *
   * @param request its {@code after} must be {@linkplain After#NOTHING nothing}: who has written
   *     reads afresh
   * @param limit how many entries at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  public CompletableFuture<Hot> read(BoardRequest request, int limit, Optional<Cursor> behind) {
    Asked asked = new Asked(request.gameId(), request.boardId(), request.period(), limit, behind);
    HotPage page = cache.get(asked, absent -> new HotPage(() -> readToKeep(asked), properties));
    return page.read()
        .whenComplete(
            (answer, failure) -> {
              // What cannot be read must not push out what can.
              if (failure != null && !page.isKnown()) {
                cache.asMap().remove(asked, page);
              } else if (failure == null && answer.outcome() == Outcome.MISS) {
                weigh(asked);
              }
            })
        .thenApply(this::dated);
  }

  /** A page as it is now, that nobody else is given. */
  public CompletableFuture<ShownPage> readAfresh(
      BoardRequest request, int limit, Optional<Cursor> behind) {
    return pages.read(request, limit, behind).thenApply(read -> new ShownPage(read, profiles));
  }

  private CompletableFuture<ShownPage> readToKeep(Asked asked) {
    return pages
        .read(asked.request(), asked.limit(), asked.behind())
        .thenApply(read -> new ShownPage(read, profiles, () -> weigh(asked)));
  }

  /** A page that was read or shown is heavier than it was when it was put there. */
  private void weigh(Asked asked) {
    cache.asMap().computeIfPresent(asked, (same, page) -> page);
  }

  private long bytes() {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /** Whether pages may be known that are still shown while Redis is away. */
  public boolean mayServeWithoutRedis() {
    return everRead && System.nanoTime() - lastRead <= properties.staleFor().toNanos();
  }

  private Hot dated(HotPage.Answer answer) {
    metrics.page(answer.outcome().name());
    if (answer.outcome() == Outcome.MISS) {
      lastRead = System.nanoTime();
      everRead = true;
    }
    PageRead read = answer.page().read();
    Freshness now = reads.now(read.freshness(), read.read().applied());
    return new Hot(answer.page(), now.orStale(answer.outcome() == Outcome.STALE));
  }
}
