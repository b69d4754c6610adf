package io.leaderboard.servers.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.servers.ServerException;
import org.junit.jupiter.api.Test;

class ServerSourceTest {
  @Test
  void isDockerWhenAnEngineAnswersAndLocalOtherwise() {
    assertThat(ServerSource.choose(null, () -> true)).isEqualTo(ServerSource.DOCKER);
    assertThat(ServerSource.choose(null, () -> false)).isEqualTo(ServerSource.LOCAL);
    assertThat(ServerSource.choose("auto", () -> true)).isEqualTo(ServerSource.DOCKER);
  }

  @Test
  void canBeForced() {
    assertThat(ServerSource.choose("local", () -> true)).isEqualTo(ServerSource.LOCAL);
    assertThat(ServerSource.choose("Docker", () -> false)).isEqualTo(ServerSource.DOCKER);
  }

  @Test
  void refusesAnUnknownChoice() {
    assertThatThrownBy(() -> ServerSource.choose("podman", () -> true))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("must be auto, docker or local, but are podman");
  }
}
