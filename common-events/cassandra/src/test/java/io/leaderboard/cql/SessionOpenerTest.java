package io.leaderboard.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

class SessionOpenerTest {
  private final SessionOpener opener = opener(null, null);

  @Test
  void theDriverIsToldWhatTheConfigurationSays() {
    DriverExecutionProfile told = told(1);
    assertThat(told.getString(DefaultDriverOption.SESSION_NAME)).isEqualTo("some-service");
    assertThat(told.getString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER))
        .isEqualTo("east");
    assertThat(told.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("QUORUM");
    for (DefaultDriverOption timeout :
        List.of(
            DefaultDriverOption.REQUEST_TIMEOUT,
            DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT,
            DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT)) {
      assertThat(told.getDuration(timeout)).as("%s", timeout).isEqualTo(Duration.ofMillis(700));
    }
  }

  @Test
  void aConnectionTakesAllRequestsOfAServiceAndThoseOfTheDriver() {
    assertThat(told(256).getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS)).isEqualTo(1_024);
    assertThat(told(8_192).getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS)).isEqualTo(8_256);
  }

  @Test
  void aBundleThatDoesNotExistFailsTheStartAndNamesTheKey() {
    for (SslBundles bundles : Arrays.asList(null, new DefaultSslBundleRegistry())) {
      assertThatThrownBy(() -> opener("missing", bundles))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leaderboard.cassandra.ssl-bundle is 'missing'")
          .hasMessageContaining("spring.ssl.bundle");
    }
  }

  private static SessionOpener opener(@Nullable String bundle, @Nullable SslBundles bundles) {
    return new SessionOpener(
        "some-service",
        new CassandraProperties(
            List.of("one:9042"),
            "east",
            "leaderboard",
            DefaultConsistencyLevel.QUORUM,
            null,
            null,
            bundle),
        Duration.ofMillis(700),
        bundles);
  }

  private DriverExecutionProfile told(int concurrency) {
    return opener.settings(concurrency).build().getInitialConfig().getDefaultProfile();
  }
}
