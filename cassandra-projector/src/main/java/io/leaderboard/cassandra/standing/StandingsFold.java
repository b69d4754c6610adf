package io.leaderboard.cassandra.standing;

import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.LogEntry;
import io.leaderboard.projection.PartitionBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Folds some batches into the standings: each row that they touch is read once, folded in memory
 * and written once. For one round of batches; belongs to one thread.
 */
public final class StandingsFold {
  private final StandingsTable table;
  private final RulesInForce rules;
  private final IgnoredEvents ignored;
  private final Map<StandingKey, StandingChanges> changes = new LinkedHashMap<>();

  /** An empty one. */
  public StandingsFold(StandingsTable table, RulesInForce rules, IgnoredEvents ignored) {
    this.table = table;
    this.rules = rules;
    this.ignored = ignored;
  }

  /**
   * Takes the events of a batch that count.
   *
   * @param kept what is folded already and left out
   */
  public void add(PartitionBatch batch, KeptStandings kept) {
    for (LogEntry entry : batch.entries()) {
      if (entry.offset() > kept.through() && !entry.duplicate()) {
        add(batch.partition(), entry, kept);
      }
    }
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

  /** Folds onto the rows that were read, and sends those that changed. */
  public void sendWrites(Requests.Round round) {
    for (StandingChanges each : changes.values()) {
      StandingRow next = each.fold(ignored);
      if (next != null) {
        Standing standing = next.standing();
        if (standing != null) {
          round.send(
              StatementKind.INSERT_STANDING,
              table.insert(each.key(), each.partition(), standing, next.offset()));
        }
      }
    }
  }

  private void add(int partition, LogEntry entry, KeptStandings kept) {
    ScoreEvent event = entry.event();
    long offset = entry.offset();
    RulesInForce.OfGame game = rules.of(event.gameId());
    if (game == null) {
      ignored.unknownGame();
      return;
    }
    if (offset <= kept.throughUnchanged()
        && rules.areThoseOf(kept.earlierEpoch(), event.gameId())) {
      return;
    }
    for (BoardRules board : game.boards()) {
      Period period = board.period(event);
      OptionalLong value = board.value(event);
      if (value.isEmpty()) {
        ignored.withoutValue();
      } else if (period != null && entry.isLateFor(period, game.closedFromStart())) {
        ignored.late();
      } else if (period != null) {
        StandingKey key =
            new StandingKey(
                event.gameId(), board.board().id(), game.version(), period.id(), event.userId());
        changes
            .computeIfAbsent(key, absent -> new StandingChanges(absent, partition, board))
            .add(offset, value.getAsLong(), event);
      }
    }
  }
}
