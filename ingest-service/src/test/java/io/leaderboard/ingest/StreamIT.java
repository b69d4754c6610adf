package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams of lines into a real log. */
final class StreamIT {
  private static final String NDJSON = "application/x-ndjson";

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
  void aBrokenLineInTheMiddleIsNamedAndTheOthersCount() {
    String game = TestServers.uniqueName("broken");
    String body =
        line(game, 0)
            + "\n{\"userId\":\"x\",\n\n"
            + line(game, 1)
            + "\r\n  \nnonsense\n"
            + "{\"userId\":\"u\",\"gameId\":\""
            + game
            + "\",\"score\":\"1\"}\n"
            + line(game, 2);
    Answer answer = post(body);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(3);
    assertThat(answer.json().path("rejectedTotal").asInt()).isEqualTo(3);
    List<Integer> rejected = new ArrayList<>();
    answer.json().path("rejected").forEach(each -> rejected.add(each.path("index").asInt()));
    assertThat(rejected).containsExactly(1, 5, 6);
    assertThat(answer.json().path("rejected").get(2).path("field").asString()).isEqualTo("score");
    assertThat(log.eventIds(game)).hasSize(3);
  }

  @Test
  void aLineThatNeverEndsIsRejectedAndSkippedWithoutBeingHeld() {
    String game = TestServers.uniqueName("endless");
    byte[] megabyte = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    List<byte[]> parts = new ArrayList<>(Collections.nCopies(64, megabyte));
    parts.add(0, (line(game, 0) + "\n").getBytes(StandardCharsets.UTF_8));
    parts.add(("\n" + line(game, 1)).getBytes(StandardCharsets.UTF_8));
    Answer answer = ingest.post("/v1/scores", BodyPublishers.ofByteArrays(parts), NDJSON);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    JsonNode rejected = answer.json().path("rejected");
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).path("index").asInt()).isEqualTo(1);
    assertThat(rejected.get(0).path("type").asString()).endsWith("line-too-long");
  }

  @Test
  void aStreamWithoutScoresOrWithoutGoodOnesIsA400() {
    assertThat(post("").status()).isEqualTo(400);
    assertThat(post("\n\n").status()).isEqualTo(400);
    Answer all = post("x\ny\n");
    assertThat(all.status()).isEqualTo(400);
    assertThat(all.json().path("rejectedTotal").asInt()).isEqualTo(2);
  }

  @Test
  void theFirstHundredRejectionsAreListedAndAllAreCounted() {
    Answer answer = post("x\n".repeat(250) + line(TestServers.uniqueName("many"), 0));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("rejected")).hasSize(100);
    assertThat(answer.json().path("rejectedTotal").asInt()).isEqualTo(250);
  }

  @Test
  void aHundredThousandLinesAllCountAndTakeNoMemory() {
    String game = TestServers.uniqueName("hundredthousand");
    post(line(game, -1));
    System.gc();
    long before = oldGeneration();
    long start = System.nanoTime();
    Answer answer = stream(100_000, i -> line(game, i));
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.gc();
    long held = oldGeneration() - before;
    System.err.println("100,000 lines in " + millis + " ms, held afterwards " + held + " bytes");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(100_000);
    assertThat(answer.json().path("rejectedTotal").asInt()).isZero();
    assertThat(log.eventIds(game)).hasSize(100_001).allSatisfy((id, n) -> assertThat(n).isOne());
    // 100,000 lines are 10 MB, and as many objects several times that.
    assertThat(held).isLessThan(10_000_000);
  }

  private static long oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().contains("Old Gen") || pool.getName().contains("Tenured"))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static Answer stream(long lines, LongFunction<String> line) {
    Iterator<String> each = LongStream.range(0, lines).mapToObj(line).iterator();
    InputStream body = new LinesInputStream(each);
    return ingest.post("/v1/scores", BodyPublishers.ofInputStream(() -> body), NDJSON);
  }

  private static Answer post(String body) {
    return ingest.post("/v1/scores", BodyPublishers.ofString(body), NDJSON);
  }

  private static String line(String game, long i) {
    return "{\"gameId\":\""
        + game
        + "\",\"userId\":\"user-"
        + i % 1_000
        + "\",\"eventId\":\"e"
        + i
        + "\",\"score\":"
        + i
        + "}";
  }
}
