package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.events.user.UserProfileCodec;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of users, in a real topic. */
final class UsersIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String ANN =
      "{\"displayName\":\"Ann 🏆\",\"avatarUrl\":\"https://cdn.example/a.png\",\"country\":\"DE\"}";

  private static RunningIngest ingest;

  @BeforeAll
  static void startTheService() {
    ingest = RunningIngest.startPatient(TestServers.kafka().bootstrapServers());
  }

  @AfterAll
  static void stopTheService() {
    ingest.close();
  }

  @Test
  void whatIsStoredStandsInTheTopicUnderTheUsersIdAndIsReadAtOnce() throws Exception {
    String user = TestServers.uniqueName("ann");
    Answer put = ingest.put(path(user), ANN);
    assertThat(put.status()).as(put.json().toString()).isEqualTo(200);
    assertThat(put.json().path("userId").asString()).isEqualTo(user);
    assertThat(put.json().path("displayName").asString()).isEqualTo("Ann 🏆");
    assertThat(put.json().path("country").asString()).isEqualTo("DE");
    assertThat(ingest.get(path(user)).json()).isEqualTo(put.json());
    List<ConsumerRecord<byte[], byte[]>> records = records(user);
    assertThat(records).hasSize(1);
    assertThat(UserProfileCodec.decode(records.get(0).value()))
        .isEqualTo(new UserProfile("Ann 🏆", "https://cdn.example/a.png", "DE"));
    byte[] type = records.get(0).headers().lastHeader(Topics.CONTENT_TYPE_HEADER).value();
    assertThat(new String(type, StandardCharsets.US_ASCII)).isEqualTo(Topics.USER_PROFILE_TYPE);
    assertThat(ingest.put(path(user), put.json().toString()).status()).isEqualTo(200);
  }

  @Test
  void everyInstanceReadsWhatAnotherHasJustAcknowledged() {
    String user = TestServers.uniqueName("ann");
    try (RunningIngest other = RunningIngest.startPatient(TestServers.kafka().bootstrapServers())) {
      for (int i = 0; i < 50; i++) {
        String profile = "{\"displayName\":\"" + i + "\"}";
        assertThat(ingest.put(path(user), profile).status()).isEqualTo(200);
        assertThat(other.get(path(user)).json().path("displayName").asString())
            .isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void whatIsLeftOutIsEmptyAndReplacesWhatWasThere() {
    String user = TestServers.uniqueName("ann");
    ingest.put(path(user), ANN);
    Answer put = ingest.put(path(user), "{\"country\":\"FR\",\"avatarUrl\":null}");
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.json().propertyNames()).containsExactly("userId", "country");
    assertThat(ingest.get(path(user)).json()).isEqualTo(put.json());
    assertThat(ingest.put(path(user), "{}").status()).isEqualTo(200);
    assertThat(ingest.get(path(user)).json().propertyNames()).containsExactly("userId");
  }

  @Test
  void whoIsErasedIsUnknownAndATombstoneStandsInTheTopic() {
    String user = TestServers.uniqueName("ann");
    ingest.put(path(user), ANN);
    Answer deleted = ingest.delete(path(user));
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.response().body()).isEmpty();
    Answer unknown = ingest.get(path(user));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.type()).isEqualTo(PROBLEM + "unknown-user");
    List<ConsumerRecord<byte[], byte[]>> records = records(user);
    assertThat(records).hasSize(2);
    assertThat(records.get(1).value()).isNull();
    assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
    assertThat(ingest.delete(path(user)).status()).isEqualTo(204);
    ingest.put(path(user), ANN);
    assertThat(ingest.get(path(user)).status()).isEqualTo(200);
  }

  @Test
  void aUserOfWhomNothingIsStoredIsUnknown() {
    Answer unknown = ingest.get(path(TestServers.uniqueName("nobody")));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.type()).isEqualTo(PROBLEM + "unknown-user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a;b=c", "{a}:b c", "🏆", "a%2Fb", "...", "a?b#c", "é", "e\u0301"})
  void anyLegalIdSurvivesTheWholeWay(String id) {
    String user = id + TestServers.uniqueName("");
    assertThat(ingest.put(path(user), "{\"displayName\":\"x\"}").status()).isEqualTo(200);
    Answer found = ingest.get(path(user));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json().path("userId").asString()).isEqualTo(user);
    assertThat(records(user)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2E", "%2E%2E", "a%00b", "a%0Ab", "%20%7F"})
  void anIdThatIsNotAllowedIsRefused(String encoded) {
    for (Answer answer :
        List.of(
            ingest.get("/v1/users/" + encoded),
            ingest.put("/v1/users/" + encoded, ANN),
            ingest.delete("/v1/users/" + encoded))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("field").asString()).isEqualTo("userId");
    }
  }

  @Test
  void anIdOf129BytesIsRefusedAndOneOf128IsNot() {
    String longest = TestServers.uniqueName("") + "é".repeat(64);
    String user = longest.substring(longest.length() - 64);
    assertThat(ingest.put(path(user), "{}").status()).isEqualTo(200);
    assertThat(ingest.put(path(user + "x"), "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'Ann'}|name",
        "{'displayName':7}|displayName",
        "{'displayName':'a\\u0000b'}|displayName",
        "{'displayName':'\\ud800'}|displayName",
        "{'avatarUrl':'javascript:alert(1)'}|avatarUrl",
        "{'avatarUrl':'/a.png'}|avatarUrl",
        "{'country':'de'}|country",
        "{'country':'DEU'}|country",
        "{'userId':'another'}|userId",
        "{'country':'DE','country':'DE'}|country"
      })
  void whatIsNotAllowedIsNamedAndStoresNothing(String body, String field) {
    String user = TestServers.uniqueName("ann");
    Answer answer = ingest.put(path(user), body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertThat(ingest.get(path(user)).status()).isEqualTo(404);
  }

  @Test
  void noBodyBrokenJsonALargeBodyAndAWrongMethodAreRefused() {
    String path = path(TestServers.uniqueName("ann"));
    assertThat(ingest.put(path, "").status()).isEqualTo(400);
    assertThat(ingest.put(path, "{").status()).isEqualTo(400);
    assertThat(ingest.put(path, " ".repeat(10_000)).status()).isEqualTo(413);
    assertThat(ingest.put(path, "{}", "Content-Type", "text/plain").status()).isEqualTo(415);
    assertThat(ingest.post(path, "{}").status()).isEqualTo(405);
    assertThat(ingest.put(path, "{\"displayName\":\"" + "x".repeat(129) + "\"}").status())
        .isEqualTo(400);
  }

  @Test
  void pastItsMemoryAProfileIsSaidNotToBeKeptAndNotToBeUnknown() {
    try (RunningIngest small =
        RunningIngest.startPatient(
            TestServers.kafka().bootstrapServers(), "leaderboard.users.max-memory=1MB")) {
      String url = "https://cdn.example/" + "a".repeat(1_000);
      String profile = "{\"displayName\":\"x\",\"avatarUrl\":\"" + url + "\"}";
      String prefix = TestServers.uniqueName("kept");
      // More than a thousand of a kilobyte each.
      for (int i = 0; i < 1_500; i++) {
        assertThat(small.put(path(prefix + i), profile).status()).isEqualTo(200);
      }
      assertThat(small.get(path(prefix + 1_499)).status()).isEqualTo(200);
      Answer nobody = small.get(path(TestServers.uniqueName("nobody")));
      assertThat(nobody.status()).isEqualTo(404);
      assertThat(nobody.type()).isEqualTo(PROBLEM + "user-not-kept");
    }
  }

  @Test
  void manyWhoAskAtOnceAreAllAnswered() {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      users.add(TestServers.uniqueName("many"));
      ingest.put(path(users.get(i)), "{\"displayName\":\"" + i + "\"}");
    }
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String path = path(users.get(i % 40));
      asked.add(CompletableFuture.supplyAsync(() -> ingest.get(path)));
    }
    for (int i = 0; i < 200; i++) {
      Answer answer = asked.get(i).join();
      assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
      assertThat(answer.json().path("displayName").asString()).isEqualTo(String.valueOf(i % 40));
    }
  }

  @Test
  void withKafkaAwayEveryAnswerIsA503InTimeAndOnceItIsBackAllIsAsItWas() {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
        RunningIngest own = RunningIngest.startReady(kafka.address().bootstrapServers())) {
      assertThat(own.put(path("ann"), ANN).status()).isEqualTo(200);
      assertThat(own.get(path("ann")).status()).isEqualTo(200);
      kafka.pause();
      Answer put = own.put(path("ben"), ANN);
      assertAway(put);
      assertThat(put.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertAway(own.get(path("ann")));
      assertAway(own.delete(path("ann")));
      kafka.resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(own.get(path("ann")).status()).isIn(200, 404));
      // That reading works again says nothing of writing: those are two connections.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(own.delete(path("ann")).status()).isEqualTo(204));
      assertThat(own.get(path("ann")).status()).isEqualTo(404);
    }
  }

  private static void assertAway(Answer answer) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(503);
    assertThat(answer.type()).isIn(PROBLEM + "outcome-unknown", PROBLEM + "unavailable");
    assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.took()).isLessThan(Duration.ofMillis(2_400));
  }

  private static String path(String user) {
    return "/v1/users/" + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String user) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.USERS).stream()
              .map(each -> new TopicPartition(Topics.USERS, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (user.equals(text(record.key()))) {
            found.add(record);
          }
        }
      }
    }
    return found;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
