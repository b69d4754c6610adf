package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** How fast scores are taken over HTTP. Kafka alone is behind the ingest service. */
final class IngestBench implements Benchmark {
  private static final String SINGLE = "ingest-single";
  private static final String BATCH = "ingest-batch";
  private static final String GAME = "ingest";
  private static final int USERS = 1_000_000;
  private static final int SECONDS = 5;
  private static final int BATCH_SIZE = 1_000;
  private static final double BATCH_TARGET = 0.6;
  private static final Map<Integer, Double> SINGLE_TARGETS = new LinkedHashMap<>();

  /** Batches under way; with more than 20 the service has more events in flight than it takes. */
  private static final int BATCH_CONNECTIONS = 8;

  private static final long BASELINE_RECORDS = 1_500_000;

  /** As the ingest service writes. */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "acks", "all",
          "enable.idempotence", "true",
          "compression.type", "lz4",
          "linger.ms", "0",
          "batch.size", "65536",
          "buffer.memory", "67108864");

  private static final String BASELINE_TOPIC = "bench-producer";
  private static final int PARTITIONS = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  static {
    SINGLE_TARGETS.put(64, 0.3);
    SINGLE_TARGETS.put(256, 0.35);
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(
        SINGLE,
        "POST /v1/games/{g}/scores, 64 and 256 connections | bare Reactor Netty reading the same body | >= 0.3, 0.35");
    names.put(
        BATCH,
        "POST /v1/scores with 1,000 a request: events/s | Kafka's ProducerPerformance, same record size and settings | >= "
            + BATCH_TARGET);
    return names;
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    Tool.require(List.of("wrk"));
    List<BenchRow> rows = new ArrayList<>();
    try (BenchStack stack = run.stack("ingest")) {
      stack.kafka();
      stack.service("ingest-service", Map.of());
      define(stack.ports().ingest());
      if (wanted.contains(SINGLE)) {
        rows.addAll(single(run, stack));
      }
      if (wanted.contains(BATCH)) {
        rows.add(batch(run, stack));
      }
    }
    return rows;
  }

  private static void define(int port) throws IOException {
    try (HttpConnection http = new HttpConnection(port, TIMEOUT)) {
      HttpAnswer answer =
          http.send("PUT", "/v1/games/" + GAME, "{\"boards\":[{\"id\":\"all-time\"}]}");
      if (answer.status() != 201) {
        throw new CommandException("no game could be defined: " + answer.text());
      }
    }
  }

  private static List<BenchRow> single(BenchRun run, BenchStack stack)
      throws IOException, InterruptedException {
    int service = stack.ports().ingest();
    String path = "/v1/games/" + GAME + "/scores";
    HttpAnswer sample;
    try (HttpConnection http = new HttpConnection(service, TIMEOUT)) {
      sample =
          http.send(
              "POST",
              path,
              "{\"userId\":\"u0000000\",\"score\":1,\"eventId\":\"sample-0000000001\"}");
    }
    List<BenchRow> rows = new ArrayList<>();
    try (ChildJvm server =
        ChildJvm.bareServer(
            sample.head(), sample.text().getBytes(StandardCharsets.UTF_8), stack.root())) {
      for (Map.Entry<Integer, Double> each : SINGLE_TARGETS.entrySet()) {
        int connections = each.getKey();
        WrkSide limit =
            new WrkSide(
                run,
                server.port(),
                new Wrk("single-score.lua", stack.root(), connections, score(path)));
        WrkSide subject =
            new WrkSide(
                run, service, new Wrk("single-score.lua", stack.root(), connections, score(path)));
        String name = SINGLE + "-" + connections;
        Rounds rounds =
            run.alternate(name, () -> limit.measure(SECONDS), () -> subject.measure(SECONDS));
        rows.add(
            BenchRow.atLeast(
                name,
                "requests/s",
                rounds.subject(),
                rounds.baseline(),
                each.getValue(),
                subject.note(limit)));
      }
    }
    return rows;
  }

  /** Event ids are new by the time at which each run begins. */
  private static List<String> score(String path) {
    return List.of(path, Integer.toString(USERS), WrkSide.NEW_WORD);
  }

  private static BenchRow batch(BenchRun run, BenchStack stack)
      throws IOException, InterruptedException {
    createTopic(stack.kafka().bootstrapServers());
    int bytes = BenchGame.recordBytes(GAME);
    KafkaBaseline kafka = new KafkaBaseline(stack.kafka());
    WrkSide subject =
        new WrkSide(
            run,
            stack.ports().ingest(),
            new Wrk(
                "score-batch.lua",
                stack.root(),
                BATCH_CONNECTIONS,
                List.of(
                    GAME,
                    Integer.toString(USERS),
                    WrkSide.NEW_WORD,
                    Integer.toString(BATCH_SIZE))));
    Rounds rounds =
        run.alternate(
            BATCH,
            () -> kafka.produce(BASELINE_TOPIC, run.size((int) BASELINE_RECORDS), bytes, PRODUCER),
            () -> subject.measure(SECONDS) * BATCH_SIZE);
    return BenchRow.atLeast(
        BATCH,
        "events/s",
        rounds.subject(),
        rounds.baseline(),
        BATCH_TARGET,
        "records of %d bytes; %s".formatted(bytes, subject.note()));
  }

  private static void createTopic(String bootstrapServers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(BASELINE_TOPIC, PARTITIONS, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new CommandException("no topic could be created: " + e.getCause(), e);
    }
  }
}
