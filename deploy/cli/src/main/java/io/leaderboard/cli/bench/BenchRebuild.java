package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.events.redis.RedisLayout;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Rebuilds of everything, one after the other. For one thread. */
final class BenchRebuild implements Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 20;

  private final HttpConnection http;
  private final RespConnection redis;
  private final RedisPositions positions;

  /**
   * @param port of the redis-projector
   * @param redis remains the caller's
   */
  BenchRebuild(int port, RespConnection redis) {
    this.http = new HttpConnection(port, TIMEOUT);
    this.redis = redis;
    this.positions = new RedisPositions(redis);
  }

  /** Has one begin, and returns when readers see what it made. */
  void run() throws IOException, InterruptedException {
    HttpAnswer answer = http.send("POST", "/actuator/rebuild", "{}");
    if (answer.status() != 202) {
      throw new CommandException(
          "no rebuild was begun, HTTP status %d: %s".formatted(answer.status(), answer.text()));
    }
    String generation = JsonMapper.shared().readTree(answer.text()).path("id").asString("");
    long until = System.nanoTime() + LIMIT.toNanos();
    while (!positions.live().equals(generation)) {
      require(until, "generation %s was not live".formatted(generation));
    }
  }

  /** The former generation's keys go in the background, and not beside the next measurement. */
  void awaitDeletion() throws IOException, InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (redis.hash(RedisLayout.GENERATION).keySet().stream()
        .anyMatch(field -> field.endsWith(".retired"))) {
      require(until, "the keys of a former generation were not deleted");
    }
  }

  private static void require(long until, String otherwise) throws InterruptedException {
    if (System.nanoTime() > until) {
      throw new CommandException("%s after %d s".formatted(otherwise, LIMIT.toSeconds()));
    }
    Thread.sleep(POLL_MILLIS);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
