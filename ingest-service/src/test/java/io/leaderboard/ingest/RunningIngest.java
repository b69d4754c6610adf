package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service on free ports, and a client of it. */
public final class RunningIngest implements AutoCloseable {
  /** What was answered, its JSON and how long it took. */
  public record Answer(int status, JsonNode json, HttpResponse<String> response, Duration took) {
    public String type() {
      return json.path("type").asString("");
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ConfigurableApplicationContext context;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningIngest(ConfigurableApplicationContext context) {
    this.context = context;
    this.port = Integer.parseInt(property("local.server.port"));
  }

  /** Starts it; it need not be ready. */
  public static RunningIngest start(String bootstrapServers, String... properties) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.main.register-shutdown-hook=false",
                "--leaderboard.log.bootstrap-servers=" + bootstrapServers));
    // As the local stack does: scores from this machine define their games.
    if (Arrays.stream(properties).noneMatch(each -> each.startsWith("server.address="))) {
      arguments.add("--server.address=127.0.0.1");
    }
    for (String property : properties) {
      arguments.add("--" + property);
    }
    return new RunningIngest(
        new SpringApplicationBuilder(IngestApplication.class)
            .initializers(RunningIngest::ownEventLoops)
            .run(arguments.toArray(new String[0])));
  }

  /** The event loops that all would share end with the first service that is closed. */
  private static void ownEventLoops(ConfigurableApplicationContext context) {
    ReactorResourceFactory own = new ReactorResourceFactory();
    own.setUseGlobalResources(false);
    ((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class, () -> own);
  }

  /** Starts it and waits until it can take scores. */
  public static RunningIngest startReady(String bootstrapServers, String... properties) {
    RunningIngest ingest = start(bootstrapServers, properties);
    ingest.awaitReady();
    return ingest;
  }

  /**
   * A ready one that waits for its Kafka as long as it takes: for tests that are not about how soon
   * it answers, because other tests keep the machine busy.
   */
  public static RunningIngest startPatient(String bootstrapServers, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "leaderboard.publish.delivery-timeout=20s",
                "leaderboard.publish.answer-within=25s"));
    all.addAll(List.of(properties));
    return startReady(bootstrapServers, all.toArray(new String[0]));
  }

  public void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(get("/health").status()).isEqualTo(200));
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public int port() {
    return port;
  }

  public int managementPort() {
    return Integer.parseInt(property("local.management.port"));
  }

  /** Whether it takes new connections. */
  public boolean isAccepting() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public Answer management(String path) {
    return send(
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + property("local.management.port") + path)));
  }

  public Answer get(String path) {
    return send(request(path));
  }

  public Answer post(String path, String json, String... headers) {
    return send(with(request(path), headers).POST(BodyPublishers.ofString(json)), json(headers));
  }

  public Answer put(String path, String json, String... headers) {
    return send(with(request(path), headers).PUT(BodyPublishers.ofString(json)), json(headers));
  }

  public Answer patch(String path, String json, String... headers) {
    return send(
        with(request(path), headers).method("PATCH", BodyPublishers.ofString(json)), json(headers));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, BodyPublisher body, String contentType, String... headers) {
    return send(with(request(path), headers).header("Content-Type", contentType).POST(body));
  }

  public CompletableFuture<Integer> postStatus(String path, String json) {
    return http.sendAsync(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString())
        .thenApply(HttpResponse::statusCode);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  public Answer send(HttpRequest.Builder request) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Answer(response.statusCode(), json(response.body()), response, took);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  private Answer send(HttpRequest.Builder request, boolean json) {
    return send(json ? request.header("Content-Type", "application/json") : request);
  }

  private static boolean json(String... headers) {
    return !List.of(headers).contains("Content-Type");
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  private String property(String name) {
    return String.valueOf(context.getEnvironment().getProperty(name));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.stringNode(body);
    }
  }
}
