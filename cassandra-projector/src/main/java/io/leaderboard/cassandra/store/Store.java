package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.finals.FinalManifests;
import io.leaderboard.cassandra.finals.FinalPages;
import io.leaderboard.cassandra.finals.FinalRanks;
import io.leaderboard.cassandra.history.History;
import io.leaderboard.cassandra.position.ClosingsTable;
import io.leaderboard.cassandra.position.Positions;
import io.leaderboard.cassandra.position.ProjectedTopic;
import io.leaderboard.cassandra.standing.StandingsTable;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cassandra.statement.Requests;

/** The tables over one session, their statements prepared. */
public record Store(
    CqlSession session,
    Requests requests,
    History history,
    StandingsTable standings,
    Positions positions,
    ClosingsTable closings,
    ProjectedTopic topic,
    FinalPages finalPages,
    FinalRanks finalRanks,
    FinalManifests finalManifests) {

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
        new History(session, keyspace),
        new StandingsTable(session, keyspace),
        new Positions(session, keyspace),
        new ClosingsTable(session, keyspace),
        new ProjectedTopic(session, keyspace),
        new FinalPages(session, keyspace),
        new FinalRanks(session, keyspace),
        new FinalManifests(session, keyspace));
  }
}
