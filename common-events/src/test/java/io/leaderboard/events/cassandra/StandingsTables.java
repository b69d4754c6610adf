package io.leaderboard.events.cassandra;

import java.util.List;

/**
 * The contract between the service that keeps standings in Cassandra and those that read them:
 * these tables with these keys and at least these columns. The writer's tests compare its schema
 * with it, the readers' tests create their tables from it.
 */
public final class StandingsTables {
  private StandingsTables() {}

  /** The tables that readers rely on. */
  public static List<String> names() {
    return List.of(
        StandingsLayout.BOARD_STANDINGS,
        StandingsLayout.POSITIONS,
        StandingsLayout.CLOSINGS,
        StandingsLayout.GAME_RULES,
        StandingsLayout.TOPICS);
  }

  /** Statements that create them in a keyspace. */
  public static List<String> create(String keyspace) {
    return List.of(
        """
        CREATE TABLE %s.board_standings (game_id text, board_id text, rules int, period text,
          user_id text, value bigint, reached_at timestamp, decided_at bigint, log_partition int,
          log_offset bigint, PRIMARY KEY ((game_id, board_id, rules, period, user_id)))\
        """
            .formatted(keyspace),
        """
        CREATE TABLE %s.game_rules (log_partition int, game_id text, rules int,
          confirmed_offset bigint, complete boolean,
          PRIMARY KEY ((log_partition), game_id, rules))\
        """
            .formatted(keyspace),
        """
        CREATE TABLE %s.projection_positions (projection text, partition int, applied_offset bigint,
          confirmed_offset bigint, PRIMARY KEY ((projection), partition))\
        """
            .formatted(keyspace),
        """
        CREATE TABLE %s.projection_closings (projection text, partition int, game_id text,
          log_offset bigint, closed_through timestamp,
          PRIMARY KEY ((projection, partition), game_id, log_offset))
          WITH CLUSTERING ORDER BY (game_id ASC, log_offset DESC)\
        """
            .formatted(keyspace),
        "CREATE TABLE %s.projected_topics (topic text PRIMARY KEY, topic_id text)"
            .formatted(keyspace));
  }
}
