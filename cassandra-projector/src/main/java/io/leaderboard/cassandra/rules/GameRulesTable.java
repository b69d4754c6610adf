package io.leaderboard.cassandra.rules;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.cassandra.statement.PagedReads;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The table {@code game_rules}. Confirmed offsets are written with the timestamp offset + 1, so
 * that they only go forward whoever writes them.
 *
 * <p>That rules are complete is another matter: it binds whoever owns the partition to fold them,
 * and a former owner that stalled on the way to saying so would bind one that has applied more
 * without. So every owner takes a number that is larger than those before it ({@link
 * PartitionRules#number}), says with it as the timestamp that what he found unfinished, and what he
 * fills, is not complete, and later, with that number + 1, that it is. What a former owner says
 * late has a smaller timestamp and changes nothing.
 */
public final class GameRulesTable {
  private final PreparedStatement select;
  private final PreparedStatement insertConfirmed;
  private final PreparedStatement insertComplete;
  private final PreparedStatement insertSwitched;
  private final PreparedStatement delete;

  /** Prepares the statements. */
  public GameRulesTable(CqlSession session, String keyspace) {
    select =
        prepare(
            session,
            "SELECT game_id, rules, confirmed_offset, complete, switched,"
                + " WRITETIME(complete) FROM %s.game_rules WHERE log_partition = ?",
            keyspace);
    insertConfirmed =
        prepare(
            session,
            "INSERT INTO %s.game_rules (log_partition, game_id, rules, confirmed_offset)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
            keyspace);
    insertComplete =
        prepare(
            session,
            "INSERT INTO %s.game_rules (log_partition, game_id, rules, complete)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
            keyspace);
    insertSwitched =
        prepare(
            session,
            "INSERT INTO %s.game_rules (log_partition, game_id, rules, switched)"
                + " VALUES (?, ?, ?, true)",
            keyspace);
    delete =
        prepare(
            session,
            "DELETE FROM %s.game_rules WHERE log_partition = ? AND game_id = ? AND rules = ?",
            keyspace);
  }

  /** What is stored of these partitions: by partition, game and rules version. */
  public Map<Integer, Map<String, NavigableMap<Integer, StoredRules>>> read(
      Collection<Integer> partitions, Requests requests) {
    Map<Integer, Map<String, NavigableMap<Integer, StoredRules>>> read = new HashMap<>();
    PagedReads pages = new PagedReads(StatementKind.SELECT_GAME_RULES);
    for (int partition : partitions) {
      Map<String, NavigableMap<Integer, StoredRules>> ofPartition = new HashMap<>();
      read.put(partition, ofPartition);
      pages.add(
          select.bind(partition),
          row ->
              ofPartition
                  .computeIfAbsent(
                      Objects.requireNonNull(row.getString("game_id")), id -> new TreeMap<>())
                  .put(row.getInt("rules"), stored(row)));
    }
    pages.run(requests);
    return read;
  }

  /** Sends that the rules certainly hold everything up to {@code offset}. */
  public void sendConfirmed(
      int partition, String gameId, int rules, long offset, Requests.Round round) {
    round.send(
        StatementKind.INSERT_GAME_RULES,
        insertConfirmed.bind(partition, gameId, rules, offset, offset + 1));
  }

  /** Sends that the rules are not complete as far as owners before this one are concerned. */
  public void sendIncomplete(
      int partition, String gameId, int rules, long number, Requests.Round round) {
    round.send(
        StatementKind.INSERT_GAME_RULES,
        insertComplete.bind(partition, gameId, rules, false, number));
  }

  /** Sends that the rules are complete, by an owner of this number. */
  public void sendComplete(
      int partition, String gameId, int rules, long number, Requests.Round round) {
    round.send(
        StatementKind.INSERT_GAME_RULES,
        insertComplete.bind(partition, gameId, rules, true, number + 1));
  }

  /** Sends that no older rules are folded any more. */
  public void sendSwitched(int partition, String gameId, int rules, Requests.Round round) {
    round.send(StatementKind.INSERT_GAME_RULES, insertSwitched.bind(partition, gameId, rules));
  }

  /** Sends the deletion of rules that newer ones have replaced in all partitions. */
  public void sendDeletion(int partition, String gameId, int rules, Requests.Round round) {
    round.send(StatementKind.DELETE_GAME_RULES, delete.bind(partition, gameId, rules));
  }

  private static StoredRules stored(Row row) {
    return new StoredRules(
        row.isNull("confirmed_offset") ? -1 : row.getLong("confirmed_offset"),
        row.getBoolean("complete"),
        row.getBoolean("switched"),
        row.isNull(5) ? -1 : row.getLong(5));
  }

  private static PreparedStatement prepare(CqlSession session, String cql, String keyspace) {
    return session.prepare(
        SimpleStatement.newInstance(cql.formatted(keyspace)).setIdempotent(true));
  }
}
