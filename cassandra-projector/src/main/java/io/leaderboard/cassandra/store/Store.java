package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.finals.FinalManifests;
import io.leaderboard.cassandra.finals.FinalPages;
import io.leaderboard.cassandra.finals.FinalRankInsert;
import io.leaderboard.cassandra.history.History;
import io.leaderboard.cassandra.history.HistoryReads;
import io.leaderboard.cassandra.position.ClosingsTable;
import io.leaderboard.cassandra.position.PositionsTable;
import io.leaderboard.cassandra.position.ProjectedTopic;
import io.leaderboard.cassandra.rules.GameRulesTable;
import io.leaderboard.cassandra.standing.StandingsScan;
import io.leaderboard.cassandra.standing.StandingsTable;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cassandra.statement.Requests;

/**
 * The tables over one session, their statements prepared.
 *
 * @param requests of whoever applies what the log brings
 * @param background of everybody else: so few at a time that the others hardly notice
 */
public record Store(
    CqlSession session,
    Requests requests,
    Requests background,
    History history,
    StandingsTable standings,
    PositionsTable positions,
    ClosingsTable closings,
    GameRulesTable gameRules,
    StandingsScan scan,
    HistoryReads historyReads,
    ProjectedTopic topic,
    FinalPages finalPages,
    FinalRankInsert finalRanks,
    FinalManifests finalManifests) {
  private static final int BACKGROUND_PART = 8;

  /**
   * Prepares everything.
   *
   * @param concurrency most requests under way
   */
  public static Store over(
      CqlSession session, String keyspace, int concurrency, RequestTimers timers) {
    return new Store(
        session,
        new Requests(session, concurrency, timers),
        new Requests(session, Math.max(1, concurrency / BACKGROUND_PART), timers),
        new History(session, keyspace),
        new StandingsTable(session, keyspace),
        new PositionsTable(session, keyspace),
        new ClosingsTable(session, keyspace),
        new GameRulesTable(session, keyspace),
        new StandingsScan(session, keyspace),
        new HistoryReads(session, keyspace),
        new ProjectedTopic(session, keyspace),
        new FinalPages(session, keyspace),
        new FinalRankInsert(session, keyspace),
        new FinalManifests(session, keyspace));
  }
}
