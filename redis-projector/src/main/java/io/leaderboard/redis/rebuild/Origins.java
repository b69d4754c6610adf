package io.leaderboard.redis.rebuild;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.TopicOffsets;
import io.leaderboard.redis.generation.FillOrigins;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.Origin;
import io.leaderboard.redis.standings.StandingsReader;
import io.leaderboard.redis.standings.StandingsRefusedException;
import io.leaderboard.redis.standings.StandingsSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the log can be followed from once the standings in Cassandra were scanned. Thread-safe. */
public final class Origins implements FillOrigins {
  private static final Logger LOG = LoggerFactory.getLogger(Origins.class);
  private static final long TIMEOUT_SECONDS = 30;

  private final FollowedLog log;
  private final LogProperties properties;
  private final StandingsSource source;

  /** Of the standings in {@code source} and the log of {@code properties}. */
  public Origins(FollowedLog log, LogProperties properties, StandingsSource source) {
    this.log = log;
    this.properties = properties;
    this.source = source;
  }

  /**
   * Asks Cassandra.
   *
   * @throws StandingsRefusedException when it is away, or holds nothing that the log goes on from
   */
  @Override
  public Origin standings() {
    return standings(starts(log.settings().partitions()));
  }

  @Override
  public Optional<Origin> best() {
    Map<Integer, Long> starts = starts(log.settings().partitions());
    return starts.values().stream().allMatch(start -> start == 0)
        ? Optional.empty()
        : Optional.of(standings(starts));
  }

  private Origin standings(Map<Integer, Long> starts) {
    // What is complete is known by the rules that it is complete under.
    Games games = log.readGamesToEnd();
    int partitions = log.settings().partitions();
    Origin origin;
    try (StandingsReader reader = source.open(log.topicId())) {
      origin = reader.origin(games, partitions);
    }
    for (int partition = 0; partition < partitions; partition++) {
      requireWithinLog(partition, origin, starts.getOrDefault(partition, 0L));
    }
    return origin;
  }

  private void requireWithinLog(int partition, Origin origin, long start) {
    long from = origin.points().get(partition).offset();
    if (from < start) {
      throw new StandingsRefusedException(
          ("%s-%d begins at %d, but in Cassandra only what lies before %d is certain to stay. Wait"
                  + " until the cassandra-projector has confirmed more, or restore the log.")
              .formatted(Topics.SCORE_EVENTS, partition, start, from));
    }
    OptionalLong end = log.end(partition);
    if (end.isPresent() && from > end.getAsLong()) {
      throw new StandingsRefusedException(
          "Cassandra has applied %s-%d up to %d, but the log ends at %d: it lost its end, or Cassandra is of another log"
              .formatted(Topics.SCORE_EVENTS, partition, from - 1, end.getAsLong()));
    }
    long window = log.settings().duplicateWindow();
    if (start > 0 && from - window < start) {
      LOG.warn(
          "{}-{} begins at {}, less than the {} records of the duplicate window before {}: what repeats"
              + " a record that was deleted is not known for a duplicate",
          Topics.SCORE_EVENTS,
          partition,
          start,
          window,
          from);
    }
  }

  private Map<Integer, Long> starts(int partitions) {
    try (Admin admin = Admin.create(properties.clientSettings("redis-projector-starts"))) {
      return TopicOffsets.starts(admin, Topics.SCORE_EVENTS, partitions)
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StandingsRefusedException("interrupted while asking Kafka where the log begins", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new StandingsRefusedException(
          "Kafka does not say where the log begins: " + e.getMessage(), e);
    }
  }
}
