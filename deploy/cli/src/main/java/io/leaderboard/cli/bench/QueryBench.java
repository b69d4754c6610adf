package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.bench.BenchRun.Rounds;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.cli.load.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast boards are read, against a bare server that sends the same bytes with the same headers.
 * What the bare server sends is what the query service answered for a user in the middle.
 */
final class QueryBench implements Benchmark {
  private static final String GAME = "query";
  private static final int CONNECTIONS = 64;
  private static final int SECONDS = 4;
  private static final double P99_TARGET = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String BOARD = "/v1/games/" + GAME + "/boards/all-time";

  /**
   * What is asked.
   *
   * @param before what stands before the user in the path
   * @param after what stands behind
   * @param ofUser whether it has a user
   */
  private record Read(String before, String after, boolean ofUser, double target) {
    String path(String user) {
      return before + (ofUser ? user : "") + after;
    }
  }

  private static final Map<String, Read> READS = reads();

  private static Map<String, Read> reads() {
    Map<String, Read> reads = new LinkedHashMap<>();
    reads.put("query-top", new Read(BOARD + "/top?limit=10", "", false, 0.55));
    reads.put("query-rank", new Read(BOARD + "/users/", "", true, 0.36));
    reads.put("query-around", new Read(BOARD + "/users/", "/around?radius=4", true, 0.25));
    reads.put("query-topk", new Read("/topk?gameId=" + GAME + "&k=10", "", false, 0.55));
    reads.put("query-short-rank", new Read("/rank/", "?gameId=" + GAME, true, 0.36));
    return reads;
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    READS.forEach(
        (name, read) ->
            names.put(
                name,
                "GET %s, 64 connections, 1M users | bare Reactor Netty sending the same bytes | >= %s%s"
                    .formatted(
                        read.path("{userId}"),
                        read.target(),
                        read.ofUser() ? "" : ", p99 <= " + P99_TARGET)));
    return names;
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    Tool.require(List.of("wrk"));
    List<BenchRow> rows = new ArrayList<>();
    int users = run.boardUsers();
    try (BenchStack stack = run.stack("query")) {
      stack.kafka();
      stack.redis();
      stack.service("redis-projector", Map.of());
      try (RespConnection redis = new RespConnection(stack.redis().port());
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers())) {
        BenchGame game = BenchGame.best(GAME, users, Distribution.UNIFORM);
        log.define(game.definition());
        new RedisPositions(redis).await(game.fill(log));
      }
      stack.service("query-service", Map.of());
      for (String name : wanted) {
        Read read = READS.get(name);
        if (read != null) {
          rows.addAll(measure(run, stack, name, read, users));
        }
      }
    }
    return rows;
  }

  private static List<BenchRow> measure(
      BenchRun run, BenchStack stack, String name, Read read, int users)
      throws IOException, InterruptedException {
    int service = stack.ports().query();
    HttpAnswer sample = sample(service, read.path(BenchGame.user(users / 2)));
    Wrk wrk =
        new Wrk(
            "read.lua",
            stack.root(),
            CONNECTIONS,
            List.of(read.before(), read.after(), Integer.toString(read.ofUser() ? users : 0)));
    WrkSide subject = new WrkSide(run, service, wrk);
    List<BenchRow> rows = new ArrayList<>();
    try (ChildJvm server =
        ChildJvm.bareServer(
            sample.head(), sample.text().getBytes(StandardCharsets.UTF_8), stack.root())) {
      WrkSide limit = new WrkSide(run, server.port(), wrk);
      Rounds rounds =
          run.alternate(name, () -> limit.measure(SECONDS), () -> subject.measure(SECONDS));
      rows.add(
          BenchRow.atLeast(
              name,
              "requests/s",
              rounds.subject(),
              rounds.baseline(),
              read.target(),
              subject.note(limit)));
      if (!read.ofUser()) {
        rows.add(
            BenchRow.atMost(
                name + "-p99", "ms", subject.p99Millis(), limit.p99Millis(), P99_TARGET, ""));
      }
    }
    return rows;
  }

  private static HttpAnswer sample(int port, String path) throws IOException {
    try (HttpConnection http = new HttpConnection(port, TIMEOUT)) {
      HttpAnswer answer = http.get(path);
      if (answer.status() != 200) {
        throw new CommandException(
            "the query service answers %d to %s: %s"
                .formatted(answer.status(), path, answer.text()));
      }
      return answer;
    }
  }
}
