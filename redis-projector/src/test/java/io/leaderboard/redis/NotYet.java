package io.leaderboard.redis;

import java.util.Map;

/** What the fault tests leave out, because the product does not stand it yet. */
public final class NotYet {
  /** In rounds with everything else, instead of one at the end in which no rules change. */
  public static final String RULES_ON_A_TRIMMED_LOG = "rules changed on a trimmed log";

  /** Looked at in Cassandra too. */
  public static final String NO_GAME_TOUCHES_ANOTHER_IN_CASSANDRA =
      "no game touches another in Cassandra";

  /** Among the other malformed records. */
  public static final String LARGEST_HEADER = "malformed records that are one large header";

  /** At any moment, instead of one in which nothing is filled until they are passed. */
  public static final String MALFORMED_WHILE_FILLED = "malformed records while something is filled";

  /** By the service that runs, and not by one that starts. */
  public static final String ADDED_PARTITIONS_SEEN = "added partitions seen by who runs";

  /** Delete a line to have the fault tests do it. */
  private static final Map<String, String> NOT_YET =
      Map.of(
          RULES_ON_A_TRIMMED_LOG,
          "rules are filled from the log alone; a changed game stops Cassandra for all of them",
          NO_GAME_TOUCHES_ANOTHER_IN_CASSANDRA,
          "its positions are those of an epoch of all games, and a new one begins at 0",
          LARGEST_HEADER,
          "a dead letter keeps all headers, and becomes larger than a record may be",
          MALFORMED_WHILE_FILLED,
          "a filling may pass what its owner has not read: if the owner goes then, nobody puts it aside",
          ADDED_PARTITIONS_SEEN,
          "the count of partitions is looked at when a service opens the log");

  private NotYet() {}

  /** Whether it is still left out. */
  public static boolean isLeftOut(String what) {
    return NOT_YET.containsKey(what);
  }
}
