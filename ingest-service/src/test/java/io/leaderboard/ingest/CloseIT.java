package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closing the periods of a game, into a real log. */
final class CloseIT {
  private static final int PARTITIONS = 8;
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String NEW_YEAR = "{\"through\":\"2026-01-01T00:00:00Z\"}";
  private static final long NEW_YEAR_MILLIS = 1_767_225_600_000L;

  private static RunningIngest ingest;
  private static LogReader log;

  @BeforeAll
  static void startTheService() {
    String kafka = TestServers.kafka().bootstrapServers();
    ingest = RunningIngest.startPatient(kafka);
    log = new LogReader(kafka);
  }

  @AfterAll
  static void stopTheService() {
    log.close();
    ingest.close();
  }

  @Test
  void everyPartitionHoldsTheClosingWhenItIsAnswered() throws Exception {
    String game = define(ingest, "manual");
    Answer answer = close(ingest, game, "{\"through\":\"2026-01-01T01:00:00.0009+01:00\"}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("through").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(answer.json().path("positions")).hasSize(PARTITIONS);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String position = answer.json().path("positions").get(partition).asString();
      assertThat(position).startsWith(partition + ":");
      ConsumerRecord<byte[], byte[]> record = log.at(position);
      assertThat(ScoreRecordCodec.decode(record.value()))
          .isEqualTo(new PeriodsClosed(game, NEW_YEAR_MILLIS));
      assertThat(record.key()).isNull();
      byte[] type = record.headers().lastHeader(Topics.CONTENT_TYPE_HEADER).value();
      assertThat(new String(type, StandardCharsets.US_ASCII)).isEqualTo(Topics.SCORE_RECORD_TYPE);
    }
  }

  @Test
  void aScoreThatWasAcceptedBeforeStandsBeforeTheClosingInItsPartition() {
    String game = define(ingest, "manual");
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Answer score =
          ingest.post("/v1/games/" + game + "/scores", "{\"userId\":\"u" + i + "\",\"score\":1}");
      accepted.add(score.json().path("position").asString());
    }
    Answer answer = close(ingest, game, NEW_YEAR);
    for (String position : accepted) {
      int partition = Integer.parseInt(position.substring(0, position.indexOf(':')));
      String closed = answer.json().path("positions").get(partition).asString();
      assertThat(offset(position)).isLessThan(offset(closed));
    }
  }

  @Test
  void automaticAndSeenGamesAreClosedTooAndAnyTimeUpToNowMayBeNamed() {
    assertThat(close(ingest, define(ingest, "automatic"), NEW_YEAR).status()).isEqualTo(202);
    String seen = TestServers.uniqueName("seen");
    assertThat(
            ingest.post("/v1/games/" + seen + "/scores", "{\"userId\":\"u\",\"score\":1}").status())
        .isEqualTo(202);
    assertThat(close(ingest, seen, through(Instant.now())).status()).isEqualTo(202);
    assertThat(close(ingest, seen, through(Instant.parse("1900-01-01T00:00:00Z"))).status())
        .isEqualTo(202);
  }

  @Test
  void aGameThatWasDefinedThroughAnotherInstanceIsKnown() {
    try (RunningIngest other = RunningIngest.startPatient(TestServers.kafka().bootstrapServers())) {
      for (int i = 0; i < 10; i++) {
        assertThat(close(ingest, define(other, "manual"), NEW_YEAR).status()).isEqualTo(202);
      }
    }
  }

  @Test
  void whatHasNotEndedCannotBeClosed() {
    String game = define(ingest, "manual");
    Answer answer = close(ingest, game, through(Instant.now().plusSeconds(60)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("through");
    assertThat(answer.json().path("detail").asString()).contains("must not lie ahead");
    assertNothingClosed(game);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|through",
        "{'through':null}|through",
        "{'through':7}|through",
        "{'through':'yesterday'}|through",
        "{'through':'2026-01-01'}|through",
        "{'through':'1899-12-31T23:59:59Z'}|through",
        "{'through':'2026-01-01T00:00:00Z','until':1}|until",
        "{'through':'2026-01-01T00:00:00Z','through':'2026-01-01T00:00:00Z'}|through"
      })
  void whatIsNotAllowedIsNamed(String body, String field) {
    String game = define(ingest, "manual");
    Answer answer = close(ingest, game, body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertNothingClosed(game);
  }

  @Test
  void anUnknownGameAWrongMethodAndABodyThatIsNoneAreRefused() {
    Answer unknown = close(ingest, "no-such-game", NEW_YEAR);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.type()).isEqualTo(PROBLEM + "unknown-game");
    assertThat(close(ingest, "-", NEW_YEAR).status()).isEqualTo(400);
    String game = define(ingest, "manual");
    assertThat(ingest.get("/v1/games/" + game + "/close").status()).isEqualTo(405);
    assertThat(close(ingest, game, "").status()).isEqualTo(400);
    assertThat(close(ingest, game, "[]").status()).isEqualTo(400);
    assertThat(close(ingest, game, " ".repeat(2_000)).status()).isEqualTo(413);
    assertNothingClosed(game);
  }

  @Test
  void whatReachedAPartOfThePartitionsIsUnknownAndReachesAllWhenItIsSentAgain() {
    String kafka = TestServers.kafka().bootstrapServers();
    String game = define(ingest, "manual");
    try (RunningIngest narrow =
        RunningIngest.startPatient(kafka, "leaderboard.publish.max-in-flight=5")) {
      Answer half = close(narrow, game, NEW_YEAR);
      assertThat(half.status()).isEqualTo(503);
      assertThat(half.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertThat(half.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(half.json().path("detail").asString()).contains("send it again");
    }
    assertThat(closings(log, game)).isEqualTo(5);
    assertThat(close(ingest, game, NEW_YEAR).status()).isEqualTo(202);
    assertThat(closings(log, game)).isEqualTo(5 + PARTITIONS);
  }

  @Tag("long")
  @Test
  void withKafkaAwayNothingIsAcceptedAndOnceItIsBackItCanBeSentAgain() {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
        RunningIngest own = RunningIngest.startReady(kafka.address().bootstrapServers())) {
      String game = define(own, "manual");
      kafka.pause();
      Answer hanging = close(own, game, NEW_YEAR);
      assertThat(hanging.status()).isEqualTo(503);
      assertThat(hanging.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertThat(hanging.took()).isLessThan(Duration.ofMillis(2_400));
      kafka.resume();
      kafka.kill();
      Answer away = close(own, game, NEW_YEAR);
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.type()).isIn(PROBLEM + "outcome-unknown", PROBLEM + "unavailable");
      assertThat(away.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(away.took()).isLessThan(Duration.ofMillis(2_400));
      assertThat(close(own, "no-such-game", NEW_YEAR).status()).isEqualTo(503);
      kafka.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(close(own, game, NEW_YEAR).status()).isEqualTo(202));
    }
  }

  private static int closings(LogReader reader, String game) {
    return reader.closings(game).size();
  }

  private static void assertNothingClosed(String game) {
    assertThat(closings(log, game)).isZero();
  }

  private static long offset(String position) {
    return PositionToken.parse("position", position).position().offset();
  }

  private static String through(Instant time) {
    return "{\"through\":\"" + time + "\"}";
  }

  private static String define(RunningIngest service, String closing) {
    String game = TestServers.uniqueName("closing");
    Answer answer =
        service.put(
            "/v1/games/" + game, "{\"closing\":\"" + closing + "\",\"boards\":[{\"id\":\"b\"}]}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
    return game;
  }

  private static Answer close(RunningIngest service, String game, String body) {
    return service.post("/v1/games/" + game + "/close", body);
  }
}
