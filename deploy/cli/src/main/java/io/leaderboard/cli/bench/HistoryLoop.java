package io.leaderboard.cli.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit of Cassandra: a plain loop of the driver's asynchronous prepared inserts of the same
 * history rows. A process of its own; it prints rows a second, of those behind the first fifth,
 * which warm it up.
 */
public final class HistoryLoop {
  private static final int CONCURRENCY = 256;

  private HistoryLoop() {}

  /**
   * Runs it.
   *
   * @param arguments the port, how many rows, and a number that is new with each run
   */
  public static void main(String[] arguments) throws InterruptedException {
    int rows = Integer.parseInt(arguments[1]);
    long run = Long.parseLong(arguments[2]);
    AtomicLong failed = new AtomicLong();
    double perSecond;
    try (CqlSession session = session(Integer.parseInt(arguments[0]))) {
      PreparedStatement insert =
          session.prepare(
              SimpleStatement.newInstance(
                      "INSERT INTO leaderboard.score_events (game_id, user_id, month, slice,"
                          + " occurred_at, log_offset, log_partition, event_id, score, scale,"
                          + " accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                          + " USING TIMESTAMP ?")
                  .setIdempotent(true));
      int warm = rows / 5;
      insert(session, insert, run, 0, warm, failed);
      long start = System.nanoTime();
      insert(session, insert, run, warm, rows, failed);
      perSecond = (rows - warm) / ((System.nanoTime() - start) / 1e9);
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " rows failed");
    }
    System.out.println("rows/s " + perSecond);
  }

  private static CqlSession session(int port) {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .withLocalDatacenter("datacenter1")
        .build();
  }

  private static void insert(
      CqlSession session, PreparedStatement insert, long run, int from, int to, AtomicLong failed)
      throws InterruptedException {
    Semaphore room = new Semaphore(CONCURRENCY);
    Instant now = Instant.now();
    int month =
        now.atOffset(ZoneOffset.UTC).getYear() * 100 + now.atOffset(ZoneOffset.UTC).getMonthValue();
    for (int i = from; i < to; i++) {
      long offset = run * 10_000_000 + i;
      room.acquire();
      var unused =
          session
              .executeAsync(
                  insert.bind(
                      "baseline",
                      BenchGame.user((int) (i * 2_654_435_761L % CassandraBench.USERS)),
                      month,
                      (int) (offset >> 20),
                      now,
                      offset,
                      i % 8,
                      "bench-" + offset,
                      (long) i,
                      0,
                      now,
                      offset + 1))
              .whenComplete(
                  (done, failure) -> {
                    room.release();
                    if (failure != null) {
                      failed.incrementAndGet();
                    }
                  });
    }
    room.acquire(CONCURRENCY);
  }
}
