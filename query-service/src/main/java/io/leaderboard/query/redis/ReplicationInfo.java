package io.leaderboard.query.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server says of its replication: {@code INFO replication}.
 *
 * @param history names what was written; offsets are comparable within one alone
 * @param offset bytes of the history that it holds
 * @param isReplica whether it follows a master and serves what that has written
 * @param replicas places ({@code host:port}) of the replicas that are level or nearly
 */
record ReplicationInfo(String history, long offset, boolean isReplica, List<String> replicas) {
  ReplicationInfo {
    replicas = List.copyOf(replicas);
  }

  /**
   * Reads the text.
   *
   * @throws NumberFormatException when a number is none
   */
  static ReplicationInfo parse(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(field -> field.length == 2)
        .forEach(field -> fields.put(field[0], field[1].strip()));
    boolean follows = "slave".equals(fields.get("role"));
    boolean filling = "1".equals(fields.get("master_sync_in_progress"));
    String offset = fields.getOrDefault(follows ? "slave_repl_offset" : "master_repl_offset", "-1");
    return new ReplicationInfo(
        fields.getOrDefault("master_replid", ""),
        Long.parseLong(offset),
        follows && !filling,
        listed(fields));
  }

  private static List<String> listed(Map<String, String> fields) {
    List<String> places = new ArrayList<>();
    String line;
    for (int i = 0; (line = fields.get("slave" + i)) != null; i++) {
      Map<String, String> parts = new HashMap<>();
      for (String part : line.split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parts.put(part.substring(0, equals), part.substring(equals + 1));
        }
      }
      if ("online".equals(parts.get("state")) && parts.containsKey("ip")) {
        places.add(parts.get("ip") + ":" + parts.get("port"));
      }
    }
    return places;
  }
}
