package io.leaderboard.cli.imports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An HTTP server that keeps the contract of {@code POST /v1/scores} and can be told to fail in
 * every way the contract knows. Users whose id begins with "bad" are refused for good.
 */
final class ContractServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What to do with one request instead of taking it. */
  sealed interface Fault {
    /** Not now. */
    record Unavailable() implements Fault {}

    /** The connection ends without an answer, before or after the lines were written. */
    record Drop(boolean afterWriting) implements Fault {}

    /** Kafka fails before that line. */
    record StopAt(int line) implements Fault {}

    /** That line's outcome is unknown. */
    record Unknown(int line) implements Fault {}

    /** The request is refused as a whole, without a word on its lines. */
    record RefuseAll(int status) implements Fault {}
  }

  final Map<String, JsonNode> events = new LinkedHashMap<>();
  final List<Integer> requestSizes = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final HttpServer server;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private @Nullable String timeZone = "UTC";
  private int holdFrom = Integer.MAX_VALUE;

  ContractServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/v1/games/", this::game);
    server.createContext("/v1/scores", this::scores);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void next(Fault... faults) {
    this.faults.addAll(List.of(faults));
  }

  synchronized void timeZone(@Nullable String zone) {
    timeZone = zone;
  }

  /** From the n-th request on, counted from 0, nothing is answered. */
  synchronized void holdFrom(int request) {
    holdFrom = request;
    notifyAll();
  }

  synchronized int requests() {
    return requestSizes.size();
  }

  synchronized long total(String user) {
    return events.values().stream()
        .filter(event -> event.path("userId").asString().equals(user))
        .mapToLong(event -> event.path("score").asLong())
        .sum();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private synchronized void game(HttpExchange exchange) throws IOException {
    if (timeZone == null) {
      answer(
          exchange,
          404,
          JSON.createObjectNode().put("type", "urn:leaderboard:problem:unknown-game"));
    } else {
      answer(exchange, 200, JSON.createObjectNode().put("timeZone", timeZone));
    }
  }

  private synchronized void scores(HttpExchange exchange) throws IOException {
    List<String> lines =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    requestSizes.add(lines.size());
    while (requestSizes.size() > holdFrom) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    @Nullable Fault fault = faults.poll();
    if (fault instanceof Fault.Unavailable) {
      answer(exchange, 503, JSON.createObjectNode().put("detail", "Kafka is away"));
    } else if (fault instanceof Fault.Drop drop) {
      if (drop.afterWriting()) {
        take(lines, null);
      }
      exchange.close();
    } else if (fault instanceof Fault.RefuseAll refuse) {
      answer(
          exchange, refuse.status(), JSON.createObjectNode().put("detail", "refused as a whole"));
    } else {
      ObjectNode taken = take(lines, fault);
      boolean noneTaken = taken.path("rejectedTotal").asInt() == lines.size();
      answer(exchange, noneTaken && fault == null ? 400 : 202, taken);
    }
  }

  private ObjectNode take(List<String> lines, @Nullable Fault fault) {
    int stop = fault instanceof Fault.StopAt stopAt ? stopAt.line() : lines.size();
    int unknown = fault instanceof Fault.Unknown line ? line.line() : -1;
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rejected = answer.putArray("rejected");
    int accepted = 0;
    int rejectedTotal = 0;
    for (int index = 0; index < stop; index++) {
      JsonNode event = JSON.readTree(lines.get(index));
      boolean bad = event.path("userId").asString().startsWith("bad");
      if (bad || index == unknown) {
        rejectedTotal++;
        if (rejected.size() < 100) {
          rejected
              .addObject()
              .put("index", index)
              .put("field", "userId")
              .put("detail", bad ? "must not be bad" : "outcome unknown")
              .put("retryable", !bad);
        }
      } else {
        accepted++;
        events.putIfAbsent(
            event.path("userId").asString() + "/" + event.path("eventId").asString(), event);
      }
    }
    answer.put("accepted", accepted).put("rejectedTotal", rejectedTotal);
    if (stop < lines.size()) {
      answer.put("stoppedAt", stop);
    }
    return answer;
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
