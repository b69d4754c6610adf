package io.leaderboard.ingest.user;

import io.leaderboard.events.user.ProfileTable;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.UsersTail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What is stored of users, from a table of bounded size that follows {@code users}. An answer holds
 * everything that was acknowledged before it was asked for, whoever wrote it. Thread-safe.
 */
final class KnownUsers {
  /** Who may wait at a time; more are refused. */
  static final int MAX_WAITING = 1_000;

  private final ProfileTable table;
  private final UsersTail tail;
  private final Duration within;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param table that {@code tail} fills
   * @param within how long anybody waits
   */
  KnownUsers(ProfileTable table, UsersTail tail, Duration within) {
    this.table = table;
    this.tail = tail;
    this.within = within;
  }

  /**
   * The profile that stands last in {@code users}; fails with a problem when there is none, when it
   * had to make place for others, or when Kafka does not answer in time.
   *
   * @param partitions how many {@code users} has
   */
  Mono<UserProfile> find(String userId, int partitions) {
    // As Kafka's own partitioner chooses, with which profiles are written.
    int partition = LogRecords.partition(userId.getBytes(StandardCharsets.UTF_8), partitions);
    return Mono.defer(
        () -> {
          if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Mono.error(UserProblems.busy());
          }
          return Mono.fromFuture(() -> tail.level(partition))
              .timeout(within)
              .onErrorMap(failure -> UserProblems.notRead())
              .publishOn(Schedulers.parallel())
              .then(Mono.fromSupplier(() -> profile(userId)))
              .doFinally(end -> waiting.decrementAndGet());
        });
  }

  private UserProfile profile(String userId) {
    UserProfile known = table.of(userId);
    if (known != null) {
      return known;
    }
    throw table.forgotten() == 0 ? UserProblems.unknownUser(userId) : UserProblems.notKept(userId);
  }
}
