package io.leaderboard.cli.rebuild;

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
import java.util.List;

/** An HTTP server that answers {@code /actuator/rebuild} as it is told, the last answer forever. */
final class ProjectorStub implements AutoCloseable {
  /** Status 0 ends the connection without an answer. */
  record Said(int status, String json) {}

  final List<String> posted = new ArrayList<>();
  final List<String> asked = new ArrayList<>();
  private final Deque<Said> begins = new ArrayDeque<>();
  private final Deque<Said> reports = new ArrayDeque<>();
  private final HttpServer server;

  ProjectorStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/actuator/rebuild", this::rebuild);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized ProjectorStub toPost(int status, String json) {
    begins.add(new Said(status, json.replace('\'', '"')));
    return this;
  }

  synchronized ProjectorStub toGet(int status, String json) {
    reports.add(new Said(status, json.replace('\'', '"')));
    return this;
  }

  synchronized int reportsAsked() {
    return asked.size();
  }

  /** A report with one generation that is being filled. */
  static String filling(String live, String id, long records) {
    return filling(live, id, "null", 0, records);
  }

  /**
   * A report with games that are being filled within the live generation.
   *
   * @param games as JSON
   */
  static String filling(String live, String id, String games, int count, long records) {
    return "{'live':'%s','building':[{'id':'%s','games':%s,'gameCount':%d,'from':'log','waiting':null,'records':%d,'end':100,'percent':1.0,'joined':0,'partitions':8}],'waiting':null,'proof':null}"
        .formatted(live, id, games, count, records);
  }

  /** A report with nothing that is being filled. */
  static String live(String live) {
    return live(live, "null");
  }

  /**
   * The same.
   *
   * @param lastFill what became of the last fill of games, as JSON
   */
  static String live(String live, String lastFill) {
    return "{'live':'%s','building':[],'waiting':null,'lastFill':%s,'proof':null}"
        .formatted(live, lastFill);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void rebuild(HttpExchange exchange) throws IOException {
    Deque<Said> answers = begins;
    if (exchange.getRequestMethod().equals("POST")) {
      posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    } else {
      asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
      answers = reports;
    }
    Said said = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    if (said.status() > 0) {
      byte[] bytes = said.json().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(said.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
