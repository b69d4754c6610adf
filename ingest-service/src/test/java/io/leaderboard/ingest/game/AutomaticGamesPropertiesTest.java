package io.leaderboard.ingest.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AutomaticGamesPropertiesTest {
  @Test
  void aScoreDefinesItsGameOnlyWhereThisMachineAloneCanSendOneUnlessItIsSaid() throws Exception {
    InetAddress inside = InetAddress.getByName("127.0.0.1");
    InetAddress insideToo = InetAddress.getByName("::1");
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    InetAddress outside = InetAddress.getByName("10.0.0.7");
    assertThat(automatic(null).isEnabledOn(inside)).isTrue();
    assertThat(automatic(null).isEnabledOn(insideToo)).isTrue();
    assertThat(automatic(null).isEnabledOn(everywhere)).isFalse();
    assertThat(automatic(null).isEnabledOn(outside)).isFalse();
    assertThat(automatic(null).isEnabledOn(null)).isFalse();
    assertThat(automatic(true).isEnabledOn(everywhere)).isTrue();
    assertThat(automatic(false).isEnabledOn(inside)).isFalse();
  }

  private static AutomaticGamesProperties automatic(@Nullable Boolean enabled) {
    return new AutomaticGamesProperties(enabled, 1_000, List.of());
  }
}
