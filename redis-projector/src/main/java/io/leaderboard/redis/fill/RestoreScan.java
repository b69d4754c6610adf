package io.leaderboard.redis.fill;

import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import io.leaderboard.redis.connection.RedisRefusals;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.standings.StandingsReader;
import io.leaderboard.redis.standings.StandingsSource;
import io.leaderboard.redis.standings.StoredStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scans the standings in Cassandra for all partitions of a fill that this process owns.
 *
 * <p>Who scans: every process for itself, once for all of its partitions, and takes the rows of
 * users whose events lie in them (each row names its partition). The tables are spread by users and
 * not by partitions of the log, so a scan for each partition would read everything as many times;
 * and one scanner for all processes would write to partitions that it does not own, which needs a
 * fencing of its own. This way the token of the partition's owner fences the scan like everything
 * else that is loaded, and a process that dies leaves nothing to others but its partitions.
 *
 * <p>The scan goes round: who joins in the middle gets the parts that it missed when they come
 * again. What is done stands in Redis for each partition, so that the next owner begins no part
 * anew but the one that was under way. In memory are a page of rows and some thousands of standings
 * for each partition, however many there are.
 */
final class RestoreScan implements Runnable {
  private final FillTarget target;
  private final StandingsSource source;
  private final LogView log;
  private final Pauses pauses;
  private final Map<Integer, RestoredPartition> partitions = new HashMap<>();
  private boolean ended;
  private int next;
  private volatile @Nullable String waiting;

  RestoreScan(FillTarget target, StandingsSource source, LogView log, Pauses pauses) {
    this.target = target;
    this.source = source;
    this.log = log;
    this.pauses = pauses;
  }

  FillTarget target() {
    return target;
  }

  /**
   * Adds a partition, in place of its former ownership.
   *
   * @return false when the scan has ended: another one is needed
   */
  synchronized boolean add(RestoredPartition partition) {
    if (ended) {
      return false;
    }
    RestoredPartition former = partitions.put(partition.partition(), partition);
    if (former != null) {
      former.cancel();
    }
    return true;
  }

  /** A partition is to be restored no more, if it was. */
  synchronized void cancel(int partition) {
    RestoredPartition former = partitions.remove(partition);
    if (former != null) {
      former.cancel();
    }
  }

  /** Has it end soon. */
  synchronized void close() {
    partitions.values().forEach(RestoredPartition::cancel);
    partitions.clear();
    pauses.stop();
  }

  /** Whether nothing is left to do, and nothing will be. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Why it cannot go on now, for people. */
  Optional<String> waiting() {
    return Optional.ofNullable(waiting);
  }

  @Override
  public void run() {
    while (!isDone()) {
      try (StandingsReader reader = source.open(topicId())) {
        // Games that were defined before the scan began must be known to it; see GenerationRestore.
        log.readToEndNow();
        while (!isDone()) {
          part(reader);
          waiting = null;
          pauses.succeeded();
        }
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private void failed(RuntimeException e) {
    waiting = RedisRefusals.words(e);
    pauses.failed(e);
  }

  private String topicId() {
    if (log.state() instanceof LogState.Open open) {
      return open.topicId();
    }
    throw new IllegalStateException("the log is not open");
  }

  /** Scans the next part that somebody needs. */
  private void part(StandingsReader reader) {
    List<RestoredPartition> open = open();
    open.forEach(RestoredPartition::settle);
    for (int i = 0; i < StandingsReader.PARTS; i++) {
      int number = (next + i) % StandingsReader.PARTS;
      Map<Integer, RestoredPartition> needing = new HashMap<>();
      for (RestoredPartition each : open) {
        if (each.needs(number)) {
          needing.put(each.partition(), each);
        }
      }
      if (!needing.isEmpty()) {
        // What a part left unwritten when it failed comes again.
        needing.values().forEach(RestoredPartition::drop);
        reader.scan(number, row -> add(needing, row));
        needing.values().forEach(each -> each.scanned(number));
        next = number + 1;
        return;
      }
    }
  }

  private void add(Map<Integer, RestoredPartition> needing, StoredStanding row) {
    RestoredPartition partition = needing.get(row.partition());
    if (partition != null) {
      partition.add(row, log.games());
    }
  }

  private synchronized List<RestoredPartition> open() {
    return new ArrayList<>(partitions.values());
  }

  private synchronized boolean isDone() {
    partitions.values().removeIf(RestoredPartition::isOver);
    ended = partitions.isEmpty();
    return ended;
  }

  @Override
  public String toString() {
    return "the scan of standings for " + target;
  }
}
