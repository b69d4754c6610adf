package io.leaderboard.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Cassandra that asks for a password, behind TLS, as the configuration says. */
class SecuredCassandraIT {
  private static final String PASSWORD = "cassandra";

  @TempDir static Path directory;
  private static DedicatedServer<CassandraAddress> cassandra;
  private static TlsFront front;
  private static TlsFront elsewhere;

  @BeforeAll
  static void start() throws Exception {
    cassandra = TestServers.cassandraThatAsksForPasswords();
    makeKey("here", "ip:127.0.0.1,dns:localhost");
    makeKey("elsewhere", "dns:elsewhere.example");
    front = front("here");
    elsewhere = front("elsewhere");
  }

  @AfterAll
  static void stop() throws IOException {
    front.close();
    elsewhere.close();
    cassandra.close();
  }

  @Test
  void isWrittenToWithTheRightPasswordOverTls() {
    try (StoreConnection connection = connect(front.address(), PASSWORD, "here")) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(connection.state()).isInstanceOf(StoreState.Open.class));
      connection.store().topic().bind("score-events", "id");
    }
  }

  @Test
  void letsNobodyInWithoutOrWithAnotherPassword() {
    assertRefused(front.address(), "wrong-secret", "here", "Authentication error");
    assertRefused(front.address(), null, "here", "requires authentication");
  }

  @Test
  void isNotTrustedWithAnotherKeyOrUnderAnotherName() {
    assertRefused(front.address(), PASSWORD, "elsewhere", "");
    assertRefused(elsewhere.address(), PASSWORD, "elsewhere", "");
  }

  @Test
  void isNotSpokenToInClearWhereABundleIsNamed() {
    assertRefused(cassandra.address().contactPoint(), PASSWORD, "here", "");
  }

  private static void assertRefused(
      InetSocketAddress at, @Nullable String password, String bundle, String why) {
    try (StoreConnection connection = connect(at, password, bundle)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(connection.state())
                      .isInstanceOf(StoreState.Connecting.class)
                      .asString()
                      .contains(String.valueOf(at.getPort()), why)
                      .doesNotContain("not started", "wrong-secret"));
    }
  }

  private static StoreConnection connect(
      InetSocketAddress at, @Nullable String password, String bundle) {
    CassandraProperties properties =
        new CassandraProperties(
            List.of("127.0.0.1:" + at.getPort()),
            cassandra.address().datacenter(),
            TestServers.uniqueName("secured"),
            DefaultConsistencyLevel.LOCAL_QUORUM,
            password == null ? null : "cassandra",
            password,
            bundle);
    StoreProperties store = TestProperties.of(Duration.ZERO);
    StoreConnection connection =
        new StoreConnection(
            properties,
            store,
            new StoreSessions(properties, store, bundles()),
            new RequestTimers(new SimpleMeterRegistry()),
            new Interruptions(),
            version -> {});
    connection.start();
    return connection;
  }

  private static TlsFront front(String name) throws IOException {
    return new TlsFront(
        bundles().getBundle(name).createSslContext(), cassandra.address().contactPoint());
  }

  /** As they are made from {@code spring.ssl.bundle}: each has a key, and trusts it. */
  private static SslBundles bundles() {
    SslBundles[] bundles = new SslBundles[1];
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
        .withPropertyValues(settings("here"))
        .withPropertyValues(settings("elsewhere"))
        .run(context -> bundles[0] = context.getBean(SslBundles.class));
    return bundles[0];
  }

  private static String[] settings(String name) {
    String bundle = "spring.ssl.bundle.jks." + name + ".";
    return new String[] {
      bundle + "keystore.location=file:" + keyStore(name),
      bundle + "keystore.password=" + PASSWORD,
      bundle + "truststore.location=file:" + keyStore(name),
      bundle + "truststore.password=" + PASSWORD
    };
  }

  private static Path keyStore(String name) {
    return directory.resolve(name + ".p12");
  }

  private static void makeKey(String name, String names) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + names,
                "-storepass",
                PASSWORD,
                "-keystore",
                keyStore(name).toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }
}
