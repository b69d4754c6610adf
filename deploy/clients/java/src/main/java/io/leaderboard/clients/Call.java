package io.leaderboard.clients;

import io.leaderboard.client.ingest.api.ScoresApi;
import io.leaderboard.client.ingest.model.AcceptedScore;
import io.leaderboard.client.ingest.model.Score;
import io.leaderboard.client.query.api.BoardsApi;
import io.leaderboard.client.query.model.Page;
import java.math.BigDecimal;

/** Sends a score with the generated client of the write API, and reads it with that of the read API. */
public final class Call {
  private Call() {}

  /** Fails unless the score stands on the board. */
  public static void main(String[] args) throws Exception {
    AcceptedScore taken =
        new ScoresApi()
            .submitScore(
                "clients",
                new Score().userId("java").score(BigDecimal.valueOf(1_500)).eventId("java-1"),
                null,
                null);
    Page page =
        new BoardsApi()
            .getTop("clients", "all-time", taken.getPosition(), null, 10, null, null);
    boolean stands =
        page.getItems().stream()
            .anyMatch(
                entry ->
                    entry.getUserId().equals("java")
                        && entry.getScore().compareTo(BigDecimal.valueOf(1_500)) == 0);
    if (!stands) {
      throw new IllegalStateException("not on the board: " + page);
    }
    System.out.println("Java: " + page.getItems().size() + " on the board");
  }
}
