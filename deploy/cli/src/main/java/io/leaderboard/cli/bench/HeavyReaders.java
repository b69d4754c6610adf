package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some readers that ask a board for what takes Redis longest, one question after the other, until
 * they are closed.
 */
final class HeavyReaders implements AutoCloseable {
  private static final int READERS = 2;
  private static final int MOST_FRIENDS = 500;
  private static final int LARGEST_PAGE = 1_000;
  private static final int LARGEST_RADIUS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final int port;
  private final String board;
  private final int users;
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private volatile boolean enough;

  /**
   * @param board its path
   * @param users as many as {@link BenchGame#user} made
   */
  HeavyReaders(int port, String board, int users) {
    this.port = port;
    this.board = board;
    this.users = users;
  }

  void start() {
    for (int reader = 0; reader < READERS; reader++) {
      Random random = new Random(reader);
      running.add(CompletableFuture.runAsync(() -> read(random)));
    }
  }

  private void read(Random random) {
    try (HttpConnection http = new HttpConnection(port, TIMEOUT)) {
      while (!enough) {
        HttpAnswer answer = ask(http, random);
        if (answer.status() != 200) {
          throw new CommandException(
              "a reader was answered %d: %s".formatted(answer.status(), answer.text()));
        }
      }
    } catch (IOException e) {
      throw new CommandException("a reader failed: " + e, e);
    }
  }

  private HttpAnswer ask(HttpConnection http, Random random) throws IOException {
    String user = BenchGame.user(random.nextInt(users));
    return switch (random.nextInt(10)) {
      case 0 -> http.send("POST", board + "/ranks", friends(random));
      case 1 -> http.get(board + "/top?limit=" + (1 + random.nextInt(LARGEST_PAGE)));
      case 2, 3 -> http.get(board + "/rank-of?score=" + random.nextInt(1_000_000));
      case 4, 5, 6 -> http.get(board + "/users/" + user + "/around?radius=" + LARGEST_RADIUS);
      default -> http.get(board + "/users/" + user);
    };
  }

  /** As many as one request may name. */
  private String friends(Random random) {
    return IntStream.range(0, Math.min(MOST_FRIENDS, users))
        .mapToObj(i -> '"' + BenchGame.user(random.nextInt(users)) + '"')
        .distinct()
        .collect(Collectors.joining(",", "{\"userIds\":[", "]}"));
  }

  /** Has them end, and fails when one of them failed. */
  @Override
  public void close() {
    enough = true;
    try {
      running.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw new CommandException(String.valueOf(e.getCause()), e);
    }
  }
}
