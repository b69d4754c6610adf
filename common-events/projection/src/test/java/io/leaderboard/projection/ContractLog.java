package io.leaderboard.projection;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.events.topic.PartitionKey;
import io.leaderboard.events.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A log in memory, as bytes, with the answer to what its fold gives. Not thread-safe. */
public final class ContractLog {
  /** Its partitions. */
  public static final List<Integer> ALL =
      IntStream.range(0, ContractGames.PARTITIONS).boxed().toList();

  private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
  private final List<ScoreEvent> appended = new ArrayList<>();

  /** An empty log. */
  public ContractLog() {
    ALL.forEach(partition -> partitions.add(new ArrayList<>()));
  }

  /** The partition that holds a user's events of a game. */
  public static int partition(String gameId, String userId) {
    return Math.floorMod(
        Arrays.hashCode(PartitionKey.of(gameId, userId)), ContractGames.PARTITIONS);
  }

  /** The same next offset for every partition. */
  public static Map<Integer, Long> positions(long next) {
    Map<Integer, Long> positions = new TreeMap<>();
    ALL.forEach(partition -> positions.put(partition, next));
    return positions;
  }

  /** Standings without the times at which they were reached. */
  public static Map<String, Standing> valuesOnly(Map<String, Standing> standings) {
    Map<String, Standing> values = new HashMap<>();
    standings.forEach((user, standing) -> values.put(user, new Standing(standing.value(), 0)));
    return values;
  }

  /** Appends an event. */
  public void append(ScoreEvent event) {
    int partition = partition(event.gameId(), event.userId());
    appended.add(event);
    append(
        partition, PartitionKey.of(event.gameId(), event.userId()), ScoreRecordCodec.encode(event));
  }

  /** Appends an event that was appended before, if there is one so far back. */
  public void appendAgain(int eventsAgo) {
    if (eventsAgo < appended.size()) {
      append(appended.get(appended.size() - 1 - eventsAgo));
    }
  }

  /** Appends bytes that are no record. */
  public void appendPoison(int partition) {
    append(partition, null, new byte[] {'{', (byte) partition});
  }

  /** Appends the closing of all periods that ended at or before {@code through}. */
  public void appendClosing(int partition, long through) {
    append(
        partition, null, ScoreRecordCodec.encode(new PeriodsClosed(ContractGames.GAME, through)));
  }

  /** Up to {@code count} records of a partition from an offset on. */
  public List<ConsumerRecord<byte[], byte[]>> records(int partition, long offset, int count) {
    List<ConsumerRecord<byte[], byte[]>> all = partitions.get(partition);
    int from = (int) Math.min(offset, all.size());
    return all.subList(from, Math.min(all.size(), from + count));
  }

  /** Each partition's next offset. */
  public Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    ALL.forEach(partition -> ends.put(partition, (long) partitions.get(partition).size()));
    return ends;
  }

  /**
   * What the reference fold of everything appended gives on these boards: each board's standings by
   * {@link #user}. A board without any is there and empty.
   */
  public Map<String, Map<String, Standing>> fold(List<BoardDefinition> boards) {
    List<LogRecord> records = new ArrayList<>();
    for (List<ConsumerRecord<byte[], byte[]>> partition : partitions) {
      for (ConsumerRecord<byte[], byte[]> record : partition) {
        records.add(LogRecord.of(record.partition(), record.offset(), record.value()));
      }
    }
    Map<String, Map<String, Standing>> standings = new TreeMap<>();
    boards.forEach(board -> standings.put(board.id(), new TreeMap<>()));
    new ReferenceFold(ContractGames.WINDOW)
        .define(ContractGames.definition(boards))
        .standings(records)
        .forEach(
            (key, standing) ->
                standings
                    .computeIfAbsent(key.boardId(), id -> new TreeMap<>())
                    .put(
                        user(key.period(), key.userId()),
                        scaled(ContractGames.board(key.boardId()), standing)));
    return standings;
  }

  /** How a user in a period is named; a user id cannot hold a line feed. */
  public static String user(String period, String userId) {
    return period + '\n' + userId;
  }

  private static Standing scaled(BoardDefinition board, ReferenceStanding standing) {
    int scale = board.aggregation() == Aggregation.COUNT ? 0 : ContractGames.DECIMALS;
    return new Standing(
        standing.score().movePointRight(scale).longValueExact(), standing.reachedAt());
  }

  private void append(int partition, byte @Nullable [] key, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
    records.add(new ConsumerRecord<>(Topics.SCORE_EVENTS, partition, records.size(), key, value));
  }
}
