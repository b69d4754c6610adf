package io.leaderboard.cli.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Both APIs as far as {@code load} uses them, for one board of all time that keeps the best. It can
 * be told to fail as the contract allows, and to show something else than it accepted.
 */
final class StubPlatform implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One request in so many is not answered with 202; 0 for none. */
  volatile int faultOf;

  /** What is shown of a board: changes the standings before each page. */
  volatile Tampering tampering = standings -> {};

  /** What somebody did to a board behind everybody's back. */
  @FunctionalInterface
  interface Tampering {
    void with(Map<String, Long> standings);
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newFixedThreadPool(8);
  private final Map<String, Long> standings = new TreeMap<>();
  private final Set<String> events = new HashSet<>();
  private int requests;
  private int repeats;

  StubPlatform() throws IOException {
    // Else each answer waits for the client's acknowledgement of its headers, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized int repeats() {
    return repeats;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestMethod().equals("PUT")) {
      reply(exchange, 201, "{}");
    } else if (path.equals("/v1/scores")) {
      submit(exchange, JSON.readTree(body));
    } else if (path.endsWith("/scores")) {
      submit(exchange, JSON.readTree("[" + new String(body, StandardCharsets.UTF_8) + "]"));
    } else {
      reply(exchange, 200, page(exchange.getRequestURI()));
    }
  }

  private void submit(HttpExchange exchange, JsonNode scores) throws IOException {
    int fault;
    synchronized (this) {
      requests++;
      fault = faultOf > 0 && requests % faultOf == 0 ? ThreadLocalRandom.current().nextInt(4) : -1;
    }
    if (fault == 0) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      reply(exchange, 503, "{}");
    } else if (fault == 1) {
      // Taken, but the client is not told.
      take(scores, scores.size());
      exchange.close();
    } else if (fault == 2 && scores.size() > 1) {
      take(scores, scores.size() - 1);
      reply(
          exchange,
          202,
          "{\"accepted\":%d,\"rejected\":[{\"index\":%d,\"retryable\":true}],\"positions\":[\"0:7\"]}"
              .formatted(scores.size() - 1, scores.size() - 1));
    } else {
      take(scores, scores.size());
      reply(
          exchange,
          202,
          "{\"accepted\":%d,\"rejected\":[],\"positions\":[\"0:%d:9a9f2k\",\"3:4:9a9f2k\"]}"
              .formatted(scores.size(), 8));
    }
  }

  private synchronized void take(JsonNode scores, int count) {
    for (int i = 0; i < count; i++) {
      JsonNode score = scores.get(i);
      if (events.add(score.path("eventId").asString("") + score.path("userId").asString(""))) {
        standings.merge(
            score.path("userId").asString(""), score.path("score").asLong(0), Math::max);
      } else {
        repeats++;
      }
    }
  }

  private synchronized String page(URI target) {
    Map<String, Long> shown = new TreeMap<>(standings);
    tampering.with(shown);
    List<Map.Entry<String, Long>> order = new ArrayList<>(shown.entrySet());
    order.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    int limit = number(target, "limit", 10);
    int from = number(target, "cursor", 0);
    List<Map<String, Object>> items = new ArrayList<>();
    for (int i = from; i < Math.min(order.size(), from + limit); i++) {
      long score = order.get(i).getValue();
      long rank = 1 + order.stream().filter(each -> each.getValue() > score).count();
      items.add(Map.of("rank", rank, "userId", order.get(i).getKey(), "score", score));
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("total", order.size());
    page.put("items", items);
    if (from + limit < order.size()) {
      page.put("next", Integer.toString(from + limit));
    }
    return JSON.writeValueAsString(page);
  }

  private static int number(URI target, String name, int otherwise) {
    for (String part : String.valueOf(target.getQuery()).split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return Integer.parseInt(part.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    // Without a length it comes in chunks.
    exchange.sendResponseHeaders(status, status == 200 ? 0 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
