package io.leaderboard.ingest.game;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.Problem;
import org.junit.jupiter.api.Test;

final class GameProblemsTest {
  @Test
  void aServiceThatIsBusyDoesNotBlameKafka() {
    Problem busy = GameProblems.notWritten(NotDelivered.BUSY).problem();
    assertThat(busy.name()).isEqualTo("unavailable");
    assertThat(busy.detail())
        .isEqualTo("as many events as allowed are in flight; nothing was stored");
    Problem away = GameProblems.notWritten(NotDelivered.UNREACHABLE).problem();
    assertThat(away.detail()).isEqualTo("Kafka cannot be reached now; nothing was stored");
    Problem unknown = GameProblems.notWritten(NotDelivered.UNKNOWN).problem();
    assertThat(unknown.name()).isEqualTo("outcome-unknown");
    assertThat(unknown.detail()).startsWith("read the definition to see");
  }
}
