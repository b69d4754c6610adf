package io.leaderboard.cli.load;

import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.cli.load.Latencies.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads as game front ends do: the top, a user's rank and the neighbours of a user, a third each,
 * of random games, boards and users.
 */
final class Reader implements Crew.Work {
  private static final List<Kind> READS = List.of(Kind.TOP, Kind.RANK, Kind.AROUND);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final LoadOrder order;
  private final UserNames names;
  private final HttpConnection connection;
  private final Latencies latencies;
  private final AtomicLong errors;
  private final Crew crew;
  private final SplittableRandom random;

  Reader(
      LoadOrder order,
      int queryPort,
      Latencies latencies,
      AtomicLong errors,
      Crew crew,
      long seed) {
    this.order = order;
    this.names = new UserNames(order.users());
    this.connection = new HttpConnection(queryPort, TIMEOUT);
    this.latencies = latencies;
    this.errors = errors;
    this.crew = crew;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() throws IOException, InterruptedException {
    Pace pace = new Pace(order.readRate());
    try {
      while (!crew.isStopped()) {
        long intended = pace.intended(pace.next());
        Pace.awaitUntil(intended);
        read(intended);
      }
    } finally {
      connection.close();
    }
  }

  private void read(long intended) throws InterruptedException {
    String board =
        "/v1/games/%s/boards/%s"
            .formatted(
                order.gameId(random.nextInt(order.games())),
                order.boards().get(random.nextInt(order.boards().size())).id());
    String user = board + "/users/" + names.of(random.nextInt(order.users()));
    Kind kind = READS.get(random.nextInt(READS.size()));
    String target =
        switch (kind) {
          case TOP -> board + "/top?limit=10";
          case RANK -> user;
          default -> user + "/around?radius=4";
        };
    try {
      HttpAnswer answer = connection.get(target);
      latencies.record(kind, System.nanoTime() - intended);
      // Who has no score yet is not ranked.
      if (answer.status() != 200 && answer.status() != 404) {
        failed();
      }
    } catch (IOException e) {
      latencies.record(kind, System.nanoTime() - intended);
      failed();
    }
  }

  private void failed() throws InterruptedException {
    errors.incrementAndGet();
    Thread.sleep(50);
  }
}
