package io.leaderboard.cli.load;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Submits sessions over one connection until each is acknowledged. What was not acknowledged is
 * sent again with the same event ids, so that it counts once whatever became of it. Not safe for
 * use by several threads.
 */
final class Submission implements AutoCloseable {
  private static final byte[] ACCEPTED = ascii("\"accepted\":");
  private static final byte[] NONE_REJECTED = ascii("\"rejected\":[]");
  private static final byte[] POSITION = ascii("\"position");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final HttpConnection connection;
  private final Acknowledged acknowledged;
  private final Counters counters;

  /** What happened besides being acknowledged at once. */
  static final class Counters {
    final AtomicLong requests = new AtomicLong();
    final AtomicLong sentAgain = new AtomicLong();
    final AtomicLong unavailable = new AtomicLong();
    final AtomicLong lostConnections = new AtomicLong();
  }

  Submission(int port, Acknowledged acknowledged, Counters counters) {
    this.connection = new HttpConnection(port, TIMEOUT);
    this.acknowledged = acknowledged;
    this.counters = counters;
  }

  /**
   * Returns when all are acknowledged.
   *
   * @throws CommandException when one is refused for good, or nothing was taken for two minutes
   */
  void submit(ScoreRequest request) throws InterruptedException {
    long moved = System.nanoTime();
    long pauseMillis = 50;
    int left = request.count();
    while (left > 0) {
      request.write();
      counters.requests.incrementAndGet();
      Outcome outcome = send(request);
      left -= outcome.taken();
      if (left > 0) {
        if (outcome.taken() > 0) {
          moved = System.nanoTime();
        } else if (System.nanoTime() - moved > PATIENCE_NANOS) {
          throw new CommandException(
              "the ingest service took nothing for %d s: %s"
                  .formatted(Duration.ofNanos(PATIENCE_NANOS).toSeconds(), outcome.why()));
        }
        counters.sentAgain.addAndGet(left);
        Thread.sleep(Math.max(pauseMillis, outcome.waitMillis()));
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
      }
    }
  }

  /**
   * @param taken how many sessions were acknowledged by this answer
   * @param waitMillis what the service asked for
   */
  private record Outcome(int taken, long waitMillis, String why) {}

  private Outcome send(ScoreRequest request) {
    HttpAnswer answer;
    try {
      answer = connection.send(request.bytes(), request.start(), request.length());
    } catch (IOException e) {
      counters.lostConnections.incrementAndGet();
      return new Outcome(0, 0, "no answer: " + e);
    }
    if (answer.status() == 202) {
      return accepted(request, answer);
    }
    if (answer.status() == 503 || answer.status() == 429) {
      counters.unavailable.incrementAndGet();
      return new Outcome(0, retryAfterMillis(answer), "HTTP status " + answer.status());
    }
    throw new CommandException(
        "the ingest service answered %d: %s".formatted(answer.status(), excerpt(answer.text())));
  }

  private static long retryAfterMillis(HttpAnswer answer) {
    String seconds = answer.header("retry-after").orElse("0");
    return seconds.matches("\\d{1,4}") ? Long.parseLong(seconds) * 1_000 : 0;
  }

  private Outcome accepted(ScoreRequest request, HttpAnswer answer) {
    int sent = request.sentCount();
    for (int i = 0; i < sent; i++) {
      request.missing[request.sentAt(i)] = false;
    }
    int at = answer.indexOf(ACCEPTED, 0);
    boolean all =
        at < 0 || (number(answer, at + ACCEPTED.length) == sent && answer.contains(NONE_REJECTED));
    int rejected = all ? 0 : rejected(request, answer);
    // Those that were acknowledged before stay counted once: only what was sent now is looked at.
    boolean[] leftOut = new boolean[request.count()];
    Arrays.fill(leftOut, true);
    for (int i = 0; i < sent; i++) {
      leftOut[request.sentAt(i)] = request.missing[request.sentAt(i)];
    }
    acknowledged.add(
        request.day(), request.count(), request.game, request.user, request.score, leftOut);
    positions(answer);
    return new Outcome(sent - rejected, 0, "some were not taken");
  }

  /** Marks those that were not taken; how many they are. */
  private static int rejected(ScoreRequest request, HttpAnswer answer) {
    try {
      JsonNode said = JsonMapper.shared().readTree(answer.text());
      int rejected = 0;
      for (JsonNode rejection : said.path("rejected")) {
        if (!rejection.path("retryable").asBoolean(false)) {
          throw new CommandException(
              "the ingest service refuses a session: " + excerpt(rejection.toString()));
        }
        request.missing[request.sentAt(rejection.path("index").asInt(0))] = true;
        rejected++;
      }
      return rejected;
    } catch (JacksonException e) {
      throw new CommandException(
          "the ingest service answered no JSON: " + excerpt(answer.text()), e);
    }
  }

  /** Both {@code "position":"3:17"} and {@code "positions":["3:17","4:2"]}. */
  private void positions(HttpAnswer answer) {
    byte[] body = answer.body();
    int i = answer.indexOf(POSITION, 0);
    if (i < 0) {
      return;
    }
    i += POSITION.length;
    while (i < answer.length()) {
      if (body[i] >= '0' && body[i] <= '9') {
        int partition = (int) number(answer, i);
        while (body[i] != ':') {
          i++;
        }
        acknowledged.position(partition, number(answer, i + 1));
        while (body[i] != '"') {
          i++;
        }
      }
      i++;
    }
  }

  private static long number(HttpAnswer answer, int at) {
    byte[] body = answer.body();
    long number = 0;
    for (int i = at; i < answer.length() && body[i] >= '0' && body[i] <= '9'; i++) {
      number = number * 10 + (body[i] - '0');
    }
    return number;
  }

  private static String excerpt(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
