package io.leaderboard.redis.standings;

import static java.util.Objects.requireNonNull;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.generation.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The standings over one session. Every method throws the driver's exceptions when Cassandra is
 * away. Thread-safe.
 */
public final class StandingsReader implements AutoCloseable {
  /** How many parts a scan has. */
  public static final int PARTS = TokenPart.COUNT;

  /** How many rows may be looked for at a time, see {@link #find}. */
  public static final int MOST_ASKED = 256;

  private static final int ATTEMPTS = 20;
  private static final int ROWS_PER_PAGE = 1_000;
  private static final String COLUMNS =
      "game_id, board_id, rules, period, user_id, value, reached_at, log_partition, log_offset,"
          + " decided_at";
  private static final String TOKEN = "token(game_id, board_id, rules, period, user_id)";

  /**
   * A closing of a partition.
   *
   * @param offset of its record
   * @param through milliseconds since 1970
   */
  private record StoredClosing(String gameId, long offset, long through) {}

  private final CqlSession session;
  private final PreparedStatement topic;
  private final PreparedStatement positions;
  private final PreparedStatement closings;
  private final PreparedStatement rules;
  private final PreparedStatement part;
  private final PreparedStatement one;

  StandingsReader(CqlSession session, String keyspace) {
    this.session = session;
    topic = prepare("SELECT topic_id FROM %s.%s WHERE topic = ?", keyspace, StandingsLayout.TOPICS);
    positions =
        prepare(
            "SELECT partition, applied_offset, confirmed_offset FROM %s.%s WHERE projection = ?",
            keyspace, StandingsLayout.POSITIONS);
    closings =
        prepare(
            "SELECT game_id, log_offset, closed_through FROM %s.%s WHERE projection = ? AND"
                + " partition = ?",
            keyspace, StandingsLayout.CLOSINGS);
    rules =
        prepare(
            "SELECT game_id, rules, complete FROM %s.%s WHERE log_partition = ?",
            keyspace, StandingsLayout.GAME_RULES);
    part =
        prepare(
            "SELECT " + COLUMNS + " FROM %s.%s WHERE " + TOKEN + " > ? AND " + TOKEN + " <= ?",
            keyspace,
            StandingsLayout.BOARD_STANDINGS);
    one =
        prepare(
            "SELECT "
                + COLUMNS
                + " FROM %s.%s WHERE game_id = ? AND board_id = ? AND rules = ? AND period = ? AND"
                + " user_id = ?",
            keyspace,
            StandingsLayout.BOARD_STANDINGS);
  }

  private PreparedStatement prepare(String statement, String keyspace, String table) {
    return session.prepare(statement.formatted(keyspace, table));
  }

  /** The id of the topic that the standings are of; null when they are of none yet. */
  @Nullable String topicId() {
    Row row = execute(topic.bind(Topics.SCORE_EVENTS)).one();
    return row == null ? null : row.getString(0);
  }

  /** By partition: everything up to this offset is in the standings, -1 for nothing. */
  public Map<Integer, Long> applied(int partitions) {
    return offsets("applied_offset", partitions);
  }

  /**
   * From where the log is to be followed when the standings have been scanned after this call: the
   * confirmed positions, and what is closed there.
   *
   * <p>Closings are forgotten when a later one of the game lies at or before a position that is
   * certain. So those that were read are enough for a position if none of them lies between it and
   * where the position has come to by now: a later one that superseded one that is needed would be
   * among them.
   *
   * @throws StandingsRefusedException when the log was not read yet
   */
  public Origin origin(Games games, int partitions) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<Integer, Long> before = offsets("confirmed_offset", partitions);
      if (applied(partitions).isEmpty()) {
        throw new StandingsRefusedException(
            "Cassandra holds no standings yet. Wait until the cassandra-projector has read the log.");
      }
      Map<String, Integer> rules = completeRules(games, partitions);
      List<List<StoredClosing>> closed =
          IntStream.range(0, partitions).mapToObj(this::closings).toList();
      Map<Integer, Long> after = offsets("confirmed_offset", partitions);
      boolean enough =
          IntStream.range(0, partitions)
              .allMatch(
                  p ->
                      closed.get(p).stream()
                          .noneMatch(
                              closing ->
                                  closing.offset() > at(before, p)
                                      && closing.offset() <= at(after, p)));
      if (enough) {
        List<ResumePoint> points = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
          points.add(point(at(before, p), closed.get(p)));
        }
        return new Origin(points, rules);
      }
    }
    throw new StandingsRefusedException(
        "Periods are being closed faster than Cassandra can be asked; try again");
  }

  private static ResumePoint point(long confirmed, List<StoredClosing> closings) {
    Map<String, StoredClosing> last = new HashMap<>();
    for (StoredClosing closing : closings) {
      if (closing.offset() <= confirmed) {
        last.merge(closing.gameId(), closing, (a, b) -> a.offset() > b.offset() ? a : b);
      }
    }
    Map<String, Long> closedThrough = new HashMap<>();
    last.forEach((gameId, closing) -> closedThrough.put(gameId, closing.through()));
    return new ResumePoint(confirmed + 1, closedThrough);
  }

  /**
   * Reads one part of the table, page by page.
   *
   * @param number 0 to {@link #PARTS} - 1
   */
  public void scan(int number, Consumer<StoredStanding> each) {
    TokenPart bounds = TokenPart.of(number);
    Iterator<Row> rows =
        execute(part.bind(bounds.after(), bounds.through()).setPageSize(ROWS_PER_PAGE)).iterator();
    while (hasNext(rows)) {
      each.accept(standing(rows.next()));
    }
  }

  /** Reads the next page when that is needed. */
  private static boolean hasNext(Iterator<Row> rows) {
    try {
      return rows.hasNext();
    } catch (DriverException e) {
      throw away(e);
    }
  }

  private ResultSet execute(Statement<?> statement) {
    try {
      return session.execute(statement);
    } catch (DriverException e) {
      throw away(e);
    }
  }

  private static StandingsRefusedException away(Throwable e) {
    return new StandingsRefusedException("Cassandra cannot be read: " + e.getMessage(), e);
  }

  /** One row; null when there is none. */
  public CompletionStage<@Nullable StoredStanding> find(
      String gameId, String boardId, int rules, String period, String userId) {
    return session
        .executeAsync(one.bind(gameId, boardId, rules, period, userId))
        .handle(
            (rows, failure) -> {
              if (failure != null) {
                throw away(failure);
              }
              return first(rows);
            });
  }

  private static @Nullable StoredStanding first(AsyncResultSet rows) {
    Row row = rows.one();
    return row == null ? null : standing(row);
  }

  private static StoredStanding standing(Row row) {
    return new StoredStanding(
        requireNonNull(row.getString(0)),
        requireNonNull(row.getString(1)),
        row.getInt(2),
        requireNonNull(row.getString(3)),
        requireNonNull(row.getString(4)),
        standing(
            row.getLong(5),
            requireNonNull(row.getInstant(6)).toEpochMilli(),
            row.isNull(9) ? null : row.getLong(9)),
        row.getInt(7),
        row.getLong(8));
  }

  private static Standing standing(long value, long reachedAt, @Nullable Long decidedAt) {
    return new Standing(value, reachedAt, decidedAt == null ? reachedAt : decidedAt);
  }

  /**
   * By game the newest rules version that is complete in every partition, where that is not the
   * first, which is followed from the start. Read before the confirmed positions are taken for what
   * they stand for: what is complete stays so.
   */
  public Map<String, Integer> completeRules(Games games, int partitions) {
    Map<GameRules, Integer> complete = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      for (Row row : execute(rules.bind(partition).setPageSize(ROWS_PER_PAGE))) {
        if (row.getBoolean(2)) {
          complete.merge(
              new GameRules(requireNonNull(row.getString(0)), row.getInt(1)), 1, Integer::sum);
        }
      }
    }
    Map<String, Integer> newest = new HashMap<>();
    complete.forEach(
        (of, count) -> {
          if (count == partitions && games.game(of.gameId()).isPresent()) {
            newest.merge(of.gameId(), of.rules(), Math::max);
          }
        });
    return newest;
  }

  private record GameRules(String gameId, int rules) {}

  private Map<Integer, Long> offsets(String column, int partitions) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (Row row : execute(positions.bind(StandingsLayout.BOARDS))) {
      if (row.getInt("partition") < partitions && !row.isNull(column)) {
        offsets.put(row.getInt("partition"), row.getLong(column));
      }
    }
    return offsets;
  }

  private List<StoredClosing> closings(int partition) {
    List<StoredClosing> read = new ArrayList<>();
    for (Row row : execute(closings.bind(StandingsLayout.BOARDS, partition))) {
      read.add(
          new StoredClosing(
              requireNonNull(row.getString(0)),
              row.getLong(1),
              requireNonNull(row.getInstant(2)).toEpochMilli()));
    }
    return read;
  }

  private static long at(Map<Integer, Long> offsets, int partition) {
    return offsets.getOrDefault(partition, -1L);
  }

  @Override
  public void close() {
    session.close();
  }
}
