package io.leaderboard.redis.apply;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A random log of two random games, now and then with a closing in one partition. */
public final class RandomLog {
  /** Partitions of the log. */
  public static final int PARTITIONS = 3;

  private static final int WINDOW = 50;
  private static final long FIRST_SEEN = 1_700_000_000_000L;

  private final List<GameDefinition> definitions = new ArrayList<>();
  private final List<LogRecord> records = new ArrayList<>();
  private final long[] ends = new long[PARTITIONS];
  private final ReferenceFold reference = new ReferenceFold(WINDOW);
  private final GamesFold fold = new GamesFold();

  private RandomLog() {}

  /** The same for the same seed. */
  public static RandomLog of(Seed seed, int events) {
    RandomLog log = new RandomLog();
    Random random = seed.random();
    RandomGames games = new RandomGames(seed);
    log.fold.apply(new LogSettings(PARTITIONS, WINDOW, 0));
    for (int i = 0; i < 2; i++) {
      GameDefinition game = games.next("game-" + i);
      log.definitions.add(game);
      log.fold.apply(new GameDefined(game, 0, FIRST_SEEN));
      log.reference.define(game, FIRST_SEEN);
    }
    for (LogRecord at : new RandomEvents(seed, log.definitions).log(events, PARTITIONS)) {
      if (random.nextInt(25) == 0 && at.record() instanceof ScoreEvent event) {
        long through = event.occurredAt() + random.nextLong(-100_000_000, 100_000_000);
        String game = log.definitions.get(random.nextInt(2)).gameId();
        log.append(at.partition(), new PeriodsClosed(game, through));
      }
      log.records.add(new LogRecord(at.partition(), log.ends[at.partition()]++, at.record()));
    }
    return log;
  }

  /** Closes both games in every partition. */
  public void closeEverywhere(long through) {
    for (GameDefinition game : definitions) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        append(partition, new PeriodsClosed(game.gameId(), through));
      }
    }
  }

  /** Until when a game is closed in every partition; each has a closing of it. */
  public long closedThrough(String gameId) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(
            partition ->
                records.stream()
                    .filter(at -> at.partition() == partition)
                    .map(LogRecord::record)
                    .filter(PeriodsClosed.class::isInstance)
                    .map(PeriodsClosed.class::cast)
                    .filter(closing -> closing.gameId().equals(gameId))
                    .mapToLong(PeriodsClosed::through)
                    .max()
                    .orElseThrow())
        .min()
        .orElseThrow();
  }

  /** Its games. */
  public List<GameDefinition> definitions() {
    return definitions;
  }

  /** Its games as the topic {@code games} gives them. */
  public Games games() {
    return fold.snapshot();
  }

  /** What the reference makes of it. */
  public Map<StandingKey, ReferenceStanding> standings() {
    return reference.standings(records);
  }

  /** Applies it from where the store is, in batches of any size, resuming now and then. */
  public void apply(Random random, RedisProjection projection) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int of = partition;
      List<ConsumerRecord<byte[], byte[]>> all =
          records.stream().filter(at -> at.partition() == of).map(RandomLog::record).toList();
      PartitionReader reader = null;
      int next = 0;
      while (next < all.size()) {
        if (reader == null || random.nextInt(4) == 0) {
          ResumePoint point =
              projection.resume(List.of(partition)).getOrDefault(partition, ResumePoint.START);
          reader = new PartitionReader(partition, point, 0, WINDOW, 0, records -> {});
          next = (int) reader.readFrom();
        }
        int count = Math.min(all.size() - next, 1 + random.nextInt(150));
        PartitionBatch batch = reader.read(all.subList(next, next + count));
        next += count;
        if (reader.isToBeApplied(batch.through())) {
          projection.apply(List.of(batch));
        }
      }
    }
  }

  private void append(int partition, PeriodsClosed closing) {
    records.add(new LogRecord(partition, ends[partition]++, closing));
  }

  private static ConsumerRecord<byte[], byte[]> record(LogRecord at) {
    byte[] value = {1, 2, 3};
    if (at.record() instanceof ScoreEvent event) {
      value = ScoreRecordCodec.encode(event);
    } else if (at.record() instanceof PeriodsClosed closed) {
      value = ScoreRecordCodec.encode(closed);
    }
    return new ConsumerRecord<>(Topics.SCORE_EVENTS, at.partition(), at.offset(), null, value);
  }
}
