package io.leaderboard.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Game servers that submit scores for as long as the test says, and keep each one until it is
 * acknowledged: what has no 202 is sent again under the same event id, as the contract allows.
 */
final class Traffic implements AutoCloseable {
  private static final int BATCH = 40;
  private static final long PACE_NANOS = Duration.ofMillis(200).toNanos();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Api ingest;
  private final String gameId;
  private final List<String> users;
  private final Map<String, Score> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean flowing = true;

  Traffic(Api ingest, String gameId, List<String> users, long seed, int threads) {
    this.ingest = ingest;
    this.gameId = gameId;
    this.users = users;
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      String prefix = "t" + i + "-";
      Thread thread = new Thread(() -> run(random, prefix), "traffic-" + i);
      thread.setUncaughtExceptionHandler((t, fault) -> faults.add(fault));
      this.threads.add(thread);
      thread.start();
    }
  }

  /** Every event that was acknowledged, once. */
  Collection<Score> acknowledged() {
    return acknowledged.values();
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  /** How many requests had to be sent again. */
  int failures() {
    return failures.get();
  }

  /** Sends nothing new, and returns when everything that was sent is acknowledged. */
  void finish() throws InterruptedException {
    flowing = false;
    for (Thread thread : threads) {
      thread.join(Duration.ofMinutes(2).toMillis());
      if (thread.isAlive()) {
        throw new AssertionError(unacknowledged.get() + " scores were not taken in two minutes");
      }
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("traffic failed", faults.peek());
    }
  }

  @Override
  public void close() {
    flowing = false;
    threads.forEach(Thread::interrupt);
  }

  private void run(Random random, String prefix) {
    int sent = 0;
    long start = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    while (flowing && !Thread.currentThread().isInterrupted()) {
      List<Score> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        String user = users.get(random.nextInt(users.size()));
        BigDecimal score = BigDecimal.valueOf(random.nextInt(20_000) - 10_000, 1);
        // Every tenth event is sent twice under its own id: it must count once.
        String id = prefix + sent;
        sent++;
        Score event = new Score(id, gameId, user, score, start + sent * 1_000L + prefix.charAt(1));
        batch.add(event);
        if (random.nextInt(10) == 0) {
          batch.add(event);
        }
      }
      sendUntilAcknowledged(batch);
      // Some hundred events a second: enough to be in the way of every fault, and soon folded.
      LockSupport.parkNanos(PACE_NANOS);
    }
  }

  private void sendUntilAcknowledged(List<Score> batch) {
    List<Score> left = batch;
    unacknowledged.addAndGet(batch.size());
    while (!left.isEmpty() && !Thread.currentThread().isInterrupted()) {
      Set<Integer> refused = send(left);
      List<Score> again = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        Score score = left.get(i);
        if (refused.contains(i)) {
          again.add(score);
        } else {
          acknowledged.put(score.eventId(), score);
          unacknowledged.decrementAndGet();
        }
      }
      left = again;
      if (!left.isEmpty()) {
        failures.incrementAndGet();
        pause();
      }
    }
  }

  /** Which of the scores were not taken, by their index. */
  private Set<Integer> send(List<Score> scores) {
    Api.Answer answer =
        ingest.post(
            "/v1/scores", JSON.writeValueAsString(scores.stream().map(Traffic::body).toList()));
    Set<Integer> refused = new HashSet<>();
    if (answer.status() != 202) {
      if (answer.status() != 503 && answer.status() != 0) {
        throw new AssertionError(answer.status() + " " + answer.body());
      }
      for (int i = 0; i < scores.size(); i++) {
        refused.add(i);
      }
      return refused;
    }
    JsonNode result = JSON.readTree(answer.body());
    for (JsonNode rejection : result.get("rejected")) {
      if (!rejection.get("retryable").asBoolean()) {
        throw new AssertionError("a good score was refused for good: " + rejection);
      }
      refused.add(rejection.get("index").asInt());
    }
    if (result.get("accepted").asInt() + refused.size() != scores.size()) {
      throw new AssertionError("accepted and rejected do not add up: " + answer.body());
    }
    return refused;
  }

  private static Map<String, Object> body(Score score) {
    return Map.of(
        "eventId",
        score.eventId(),
        "gameId",
        score.gameId(),
        "userId",
        score.userId(),
        "score",
        score.score(),
        "occurredAt",
        Instant.ofEpochMilli(score.occurredAt()).toString());
  }

  private static void pause() {
    try {
      // A client's back-off between two tries, as Retry-After asks for; nothing is awaited by it.
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
