package io.leaderboard.redis.fill;

import io.leaderboard.log.DaemonThreads;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import io.leaderboard.projection.CurrentGames;
import io.leaderboard.projection.PoisonRecords;
import io.leaderboard.projection.ProjectionProperties;
import io.leaderboard.redis.apply.Filling;
import io.leaderboard.redis.apply.OwnedPartition;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.standings.StandingsSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All fillings of this process, a bounded number of them at work. Thread-safe. */
public final class Fills implements Filling, AutoCloseable {
  private final LogView log;
  private final LogProperties logProperties;
  private final ProjectionProperties projectionProperties;
  private final FillProperties properties;
  private final PoisonRecords poison;
  private final StandingsSource standings;
  private final ExecutorService threads;
  // One at a time: they are filled beside what is read by others, who must not notice.
  private final ExecutorService games;
  // Partitions are of one size and begin together: without it all would fold, and then all wait for
  // Redis, where one writing thread is enough to keep it busy.
  private final Semaphore writing = new Semaphore(1);
  private final Map<Integer, List<PartitionFill>> running = new HashMap<>();
  private final Map<String, RestoreScan> scans = new HashMap<>();

  /**
   * Reads {@code log} with consumers of its own.
   *
   * @param poison where what cannot be decoded goes
   * @param standings what generations from standings are restored from
   */
  public Fills(
      LogView log,
      LogProperties logProperties,
      ProjectionProperties projectionProperties,
      FillProperties properties,
      PoisonRecords poison,
      StandingsSource standings) {
    this.log = log;
    this.logProperties = logProperties;
    this.projectionProperties = projectionProperties;
    this.properties = properties;
    this.poison = poison;
    this.standings = standings;
    ThreadFactory daemons = DaemonThreads.named("fill");
    this.threads = Executors.newFixedThreadPool(properties.threads(), daemons);
    this.games = Executors.newSingleThreadExecutor(daemons);
  }

  @Override
  public synchronized void begin(OwnedPartition partition, FillTarget target) {
    if (threads.isShutdown()) {
      return;
    }
    PartitionFill fill =
        new PartitionFill(
            partition,
            target,
            log,
            new CurrentGames(log),
            this::consumer,
            properties,
            pauses(),
            poison,
            writing);
    // First: what is begun is found again also when Redis goes away in the middle.
    running.computeIfAbsent(partition.partition(), number -> new ArrayList<>()).add(fill);
    if (partition.isToBeRestored(target)) {
      restore(new RestoredPartition(partition, target, () -> begin(fill)), target);
    } else {
      begin(fill);
    }
  }

  private synchronized void begin(PartitionFill fill) {
    if (!threads.isShutdown()) {
      (fill.target().isOfGames() ? games : threads).execute(fill);
    }
  }

  @Override
  public synchronized void stop(int partition) {
    List<PartitionFill> former = running.remove(partition);
    if (former != null) {
      former.forEach(PartitionFill::cancel);
    }
    scans.values().forEach(scan -> scan.cancel(partition));
  }

  @Override
  public synchronized void stopGamesBut(String id) {
    for (List<PartitionFill> fills : running.values()) {
      fills.removeIf(
          fill -> {
            boolean isOver = fill.target().isOfGames() && !fill.target().fill().equals(id);
            if (isOver) {
              fill.cancel();
            }
            return isOver;
          });
    }
    scans
        .values()
        .forEach(
            scan -> {
              if (scan.target().isOfGames() && !scan.target().fill().equals(id)) {
                scan.close();
              }
            });
  }

  private void restore(RestoredPartition partition, FillTarget target) {
    RestoreScan scan = scans.get(target.id());
    if (scan != null && scan.add(partition)) {
      return;
    }
    scans.values().removeIf(RestoreScan::hasEnded);
    RestoreScan begun = new RestoreScan(target, standings, log, pauses());
    begun.add(partition);
    scans.put(target.id(), begun);
    DaemonThreads.named("restore-scan").newThread(begun).start();
  }

  /** Why this process cannot go on filling something now, for people. */
  public synchronized Optional<String> waiting(FillTarget target) {
    RestoreScan scan = scans.get(target.id());
    Stream<String> scanWaits =
        scan == null || scan.hasEnded() ? Stream.empty() : scan.waiting().stream();
    Stream<String> fillsWait =
        running.values().stream()
            .flatMap(List::stream)
            .flatMap(fill -> fill.waiting(target).stream());
    return Stream.concat(scanWaits, fillsWait).findFirst();
  }

  private Pauses pauses() {
    return new Pauses(projectionProperties.firstPause(), projectionProperties.longestPause());
  }

  @Override
  public synchronized void close() {
    running.values().forEach(fills -> fills.forEach(PartitionFill::cancel));
    running.clear();
    scans.values().forEach(RestoreScan::close);
    scans.clear();
    threads.shutdown();
    games.shutdown();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = logProperties.clientSettings("redis-projector-fill");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // What was deleted before it was read must not be skipped: a fill begins again, and refuses.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
    // Large answers: a fill reads the log from one end to the other.
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
