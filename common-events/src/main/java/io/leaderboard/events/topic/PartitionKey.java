package io.leaderboard.events.topic;

import java.nio.charset.StandardCharsets;

/**
 * The key of a record of {@link Topics#SCORE_EVENTS}: all of one user's events of one game stand in
 * one partition, in order.
 */
public final class PartitionKey {
  private PartitionKey() {}

  /**
   * The key's bytes, {@code gameId/userId} in UTF-8. Unambiguous, because a game id has no slash.
   */
  public static byte[] of(String gameId, String userId) {
    return (gameId + '/' + userId).getBytes(StandardCharsets.UTF_8);
  }
}
