package io.leaderboard.servers.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.servers.ServerProbe;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class SharedAndDedicatedServersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void givesAKafkaOfOneNode() throws Exception {
    String topic = TestServers.uniqueName("topic");
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 2, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);

      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains(topic);
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  @Test
  void givesACassandra() {
    CassandraAddress address = TestServers.cassandra();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(address.contactPoint())
            .withLocalDatacenter(address.datacenter())
            .build()) {
      assertThat(session.execute("SELECT release_version FROM system.local").one()).isNotNull();
    }
  }

  @Test
  void givesTheSameServersToTheOtherJvmsOfABuild() throws Exception {
    for (String kind : List.of("kafka", "redis", "cassandra")) {
      assertThat(addressInAnotherJvm(kind)).isEqualTo(SharedAddresses.of(kind));
    }
  }

  @Test
  void givesOneServerToJvmsThatAskAtOnce() throws Exception {
    List<Process> jvms =
        List.of(askInAnotherJvm("redis"), askInAnotherJvm("redis"), askInAnotherJvm("redis"));
    for (Process jvm : jvms) {
      assertThat(answerOf(jvm)).isEqualTo(SharedAddresses.of("redis"));
    }
  }

  @Test
  void keepsADedicatedServersAddressAndDataOverAKill() {
    try (DedicatedServer<RedisAddress> redis =
        TestServers.dedicatedRedis("--appendfsync", "always")) {
      set(redis.address(), "kept", "1");

      redis.kill();
      assertThat(redis.isServing()).isFalse();
      redis.start();

      assertThat(get(redis.address(), "kept")).isEqualTo("1");
      assertThat(redis.address()).isNotEqualTo(TestServers.redis());
    }
  }

  @Test
  void pausesAndResumesADedicatedServer() {
    try (DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis()) {
      set(redis.address(), "kept", "1");

      redis.pause();
      assertThat(redis.isServing()).isFalse();
      redis.resume();

      await().atMost(PATIENCE).until(redis::isServing);
      assertThat(get(redis.address(), "kept")).isEqualTo("1");
    }
  }

  @Test
  void wipesADedicatedServer() {
    try (DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis()) {
      set(redis.address(), "gone", "1");

      redis.wipe();
      redis.start();

      assertThat(get(redis.address(), "gone")).isNull();
    }
  }

  @Test
  void givesAKafkaThatWasNotHarmedToTheNextWithoutWhatItHeld() throws Exception {
    KafkaAddress address;
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka()) {
      address = kafka.address();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", address.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic("held", 2, (short) 1))).all().get();
      }
    }
    try (DedicatedServer<KafkaAddress> next = TestServers.dedicatedKafka();
        DedicatedServer<KafkaAddress> other = TestServers.dedicatedKafka();
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", next.address().bootstrapServers()))) {
      assertThat(next.address()).isEqualTo(address);
      assertThat(other.address()).isNotEqualTo(address);
      assertThat(admin.listTopics().names().get()).isEmpty();
      next.kill();
    }
  }

  @Test
  void restartsADedicatedKafkaAndEndsItWithTheTest() {
    InetSocketAddress address;
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka()) {
      String[] parts = kafka.address().bootstrapServers().split(":", 2);
      address = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
      kafka.restart();
      assertThat(ServerProbe.KAFKA.serves(address)).isTrue();
    }
    assertThat(ServerProbe.KAFKA.serves(address)).isFalse();
  }

  private static void set(RedisAddress address, String key, String value) {
    withRedis(address, connection -> connection.sync().set(key, value));
  }

  private static String get(RedisAddress address, String key) {
    return withRedis(address, connection -> connection.sync().get(key));
  }

  private static String withRedis(
      RedisAddress address, Function<StatefulRedisConnection<String, String>, String> use) {
    RedisClient client = RedisClient.create(RedisURI.create(address.uri()));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return use.apply(connection);
    } finally {
      client.shutdown();
    }
  }

  private static String addressInAnotherJvm(String kind) throws Exception {
    return answerOf(askInAnotherJvm(kind));
  }

  private static Process askInAnotherJvm(String kind) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SharedAddresses.class.getName(),
            kind)
        .redirectError(new File("/dev/null"))
        .start();
  }

  private static String answerOf(Process jvm) throws Exception {
    String answer = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(jvm.waitFor()).isZero();
    return answer;
  }
}
