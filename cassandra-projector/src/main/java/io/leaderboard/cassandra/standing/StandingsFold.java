package io.leaderboard.cassandra.standing;

import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.events.standing.GameRules;
import io.leaderboard.events.standing.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into the standings: each row that they touch is read once, folded in memory and
 * written once. For one round of batches; belongs to one thread.
 */
public final class StandingsFold {
  private final StandingsTable table;
  private final Consumer<Effect.Ignored> ignored;
  private final Map<StandingKey, StandingChanges> changes = new LinkedHashMap<>();
  private final Map<StandingKey, StandingRow> next = new LinkedHashMap<>();
  private final Map<OutOfRange, SortedSet<String>> outOfRange = new LinkedHashMap<>();
  // By game: under which rules what does not count is counted and marked.
  private final Map<String, Integer> marking = new TreeMap<>();

  /** An empty one that counts what does not count, under the rules named by {@link #mark}. */
  public StandingsFold(StandingsTable table, IgnoredEvents ignored) {
    this.table = table;
    this.ignored = ignored::count;
  }

  /** An empty one that counts and marks nothing. */
  public StandingsFold(StandingsTable table) {
    this.table = table;
    this.ignored = reason -> {};
  }

  /** Events of this game that do not count are counted by the rules of this version. */
  public void mark(String gameId, int rules) {
    marking.put(gameId, rules);
  }

  /** Takes an event whose game is not defined. */
  public void addUnknown() {
    ignored.accept(Effect.Ignored.UNKNOWN_GAME);
  }

  /** Takes an event of {@code partition}, those of a user in the log's order. */
  public void add(int partition, EventEntry entry, GameRules rules) {
    String gameId = entry.event().gameId();
    boolean counts = isMarking(gameId, rules.version());
    for (BoardRules board : rules.boards()) {
      Effect effect = board.effect(entry);
      if (effect instanceof Effect.Counts change) {
        StandingKey key =
            new StandingKey(
                gameId,
                board.board().id(),
                rules.version(),
                change.period().id(),
                entry.event().userId());
        changes
            .computeIfAbsent(key, absent -> new StandingChanges(absent, partition, board))
            .add(entry.offset(), change.value(), entry.event().occurredAt());
      } else if (counts && effect instanceof Effect.Ignored reason) {
        ignored.accept(reason);
      }
    }
  }

  /** How many rows it touches. */
  public int rows() {
    return changes.size();
  }

  /** Sends the reads of every row that may change. */
  public void sendReads(Requests.Round round) {
    for (StandingChanges each : changes.values()) {
      round.send(
          StatementKind.SELECT_STANDING,
          table.select(each.key()),
          rows -> each.found(StandingsTable.row(rows)));
    }
  }

  /** Folds onto the rows that were read. Once, when the reads were awaited. */
  public void fold() {
    for (StandingChanges each : changes.values()) {
      StandingRow row = each.fold(this::unfit);
      if (row != null) {
        next.put(each.key(), row);
      }
    }
  }

  /** The events that did not fit, with the boards on which they do not count. */
  public Map<OutOfRange, SortedSet<String>> outOfRange() {
    return outOfRange;
  }

  /** Sends the rows that changed. */
  public void sendWrites(Requests.Round round) {
    next.forEach(
        (key, row) -> {
          Standing standing = row.standing();
          StandingChanges each = changes.get(key);
          if (standing != null && each != null) {
            round.send(
                StatementKind.INSERT_STANDING,
                table.insert(key, each.partition(), standing, row.offset(), each.decides()));
          }
        });
  }

  private void unfit(StandingKey key, long offset, long occurredAt) {
    if (isMarking(key.gameId(), key.rules())) {
      ignored.accept(Effect.Ignored.OUT_OF_RANGE);
      outOfRange
          .computeIfAbsent(
              new OutOfRange(key.gameId(), key.userId(), offset, occurredAt),
              absent -> new TreeSet<>())
          .add(key.boardId());
    }
  }

  private boolean isMarking(String gameId, int rules) {
    @Nullable Integer by = marking.get(gameId);
    return by != null && by == rules;
  }
}
