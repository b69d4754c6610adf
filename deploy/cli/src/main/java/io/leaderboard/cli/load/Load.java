package io.leaderboard.cli.load;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.cli.load.Latencies.Kind;
import io.leaderboard.cli.progress.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run: defines the games, plays, waits until everything is visible, compares. */
public final class Load {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 100;

  private final LoadOrder order;
  private final int ingestPort;
  private final int queryPort;
  private final PrintStream told;
  private final boolean terminal;
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final Latencies latencies = new Latencies();
  private final Acknowledged acknowledged;
  private final Submission.Counters counters = new Submission.Counters();
  private final AtomicLong readErrors = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param told for people
   * @param terminal whether that is one
   */
  public Load(LoadOrder order, int ingestPort, int queryPort, PrintStream told, boolean terminal) {
    this.order = order;
    this.ingestPort = ingestPort;
    this.queryPort = queryPort;
    this.told = told;
    this.terminal = terminal;
    this.acknowledged = new Acknowledged(order);
  }

  /**
   * Runs it.
   *
   * @throws CommandException when a service is away for too long, or refuses
   */
  public LoadReport run() throws InterruptedException {
    try {
      define();
      return play();
    } catch (IOException e) {
      throw new CommandException(
          "a service does not answer (%s); is the stack up? \"deploy/leaderboard status\" tells"
              .formatted(e.getMessage()),
          e);
    }
  }

  private void define() throws IOException, InterruptedException {
    List<Map<String, String>> boards = new ArrayList<>();
    for (BoardKind board : order.boards()) {
      boards.add(
          Map.of(
              "id", board.id(),
              "period", board.id(),
              "aggregation", order.sum() ? "sum" : "best"));
    }
    String definition = JsonMapper.shared().writeValueAsString(Map.of("boards", boards));
    try (HttpConnection ingest = new HttpConnection(ingestPort, TIMEOUT);
        HttpConnection query = new HttpConnection(queryPort, TIMEOUT)) {
      for (int game = 0; game < order.games(); game++) {
        HttpAnswer answer = ingest.send("PUT", "/v1/games/" + order.gameId(game), definition);
        if (answer.status() != 200 && answer.status() != 201) {
          throw new CommandException(
              "%s could not be defined, HTTP status %d: %s"
                  .formatted(order.gameId(game), answer.status(), answer.text()));
        }
      }
      for (int game = 0; game < order.games(); game++) {
        requireEmpty(query, order.gameId(game));
      }
    }
  }

  /** What others have scored there would be taken for a difference. */
  private void requireEmpty(HttpConnection query, String game)
      throws IOException, InterruptedException {
    for (BoardKind board : order.boards()) {
      String target = "/v1/games/%s/boards/%s/top?limit=1".formatted(game, board.id());
      long until = System.nanoTime() + TIMEOUT.toNanos();
      HttpAnswer answer = query.get(target);
      while (answer.status() != 200 && System.nanoTime() < until) {
        Thread.sleep(LOOK_MILLIS);
        answer = query.get(target);
      }
      if (answer.status() != 200) {
        throw new CommandException(
            "the query service answers %d to %s: %s"
                .formatted(answer.status(), target, answer.text()));
      }
      if (JsonMapper.shared().readTree(answer.text()).path("total").asLong(0) > 0) {
        throw new CommandException(
            "the game %s has scores already; name another with --game".formatted(game));
      }
    }
  }

  private LoadReport play() throws IOException, InterruptedException {
    Sessions sessions =
        new Sessions(order.games(), order.users(), order.distribution(), order.seed());
    Crew submitters = new Crew(failure);
    Crew others = new Crew(failure);
    Crew looking = new Crew(failure);
    Probes probes = new Probes(order, latencies, others);
    AtomicLong accepted = new AtomicLong();
    AtomicLong lastAccepted = new AtomicLong();
    Pace pace = new Pace(order.rate() / (double) order.batch());
    long start = System.nanoTime();
    Duration limit = order.duration();
    long end = limit == null ? Long.MAX_VALUE : limit.toNanos();
    pace.begin();
    for (int i = 0; i < order.connections(); i++) {
      submitters.start(
          "submitter-" + i,
          () -> submit(sessions, pace, start, end, submitters, accepted, lastAccepted));
    }
    for (int i = 0; i < order.readers(); i++) {
      others.start(
          "reader-" + i,
          new Reader(order, queryPort, latencies, readErrors, others, order.seed() + i));
    }
    if (order.probeRate() > 0) {
      others.start(
          "probes",
          () ->
              probes.submit(
                  new Submission(ingestPort, acknowledged, counters),
                  new ScoreRequest(order, 1, run + "-p", ingestPort)));
      looking.start("looking", () -> probes.look(queryPort, looking));
    }
    follow(submitters, accepted, start, end);
    others.stop();
    rethrow();
    double seconds = (lastAccepted.get() - start) / 1e9;
    awaitVisible();
    double visibleSeconds = (System.nanoTime() - start) / 1e9;
    awaitProbes(probes);
    looking.stop();
    rethrow();
    return check(accepted.get(), seconds, visibleSeconds);
  }

  private void submit(
      Sessions sessions,
      Pace pace,
      long start,
      long end,
      Crew crew,
      AtomicLong accepted,
      AtomicLong lastAccepted)
      throws InterruptedException, IOException {
    ScoreRequest request = new ScoreRequest(order, order.batch(), run, ingestPort);
    try (Submission submission = new Submission(ingestPort, acknowledged, counters)) {
      while (!crew.isStopped()) {
        long number = pace.next();
        long intended = pace.intended(number);
        long first = number * order.batch();
        if (first >= order.events() || intended - start >= end) {
          return;
        }
        Pace.awaitUntil(intended);
        request.take(sessions, first, (int) Math.min(order.batch(), order.events() - first));
        submission.submit(request);
        long now = System.nanoTime();
        latencies.record(Kind.SUBMIT, now - intended);
        accepted.addAndGet(request.count());
        lastAccepted.accumulateAndGet(now, Math::max);
      }
    }
  }

  private void follow(Crew submitters, AtomicLong accepted, long start, long end)
      throws InterruptedException {
    boolean bySeconds = order.events() == Long.MAX_VALUE && order.rate() == 0;
    long sessions =
        order.events() == Long.MAX_VALUE ? order.rate() * (end / 1_000_000_000L) : order.events();
    long total = bySeconds ? end / 1_000_000_000L : sessions;
    try (Progress progress =
        new Progress("load", bySeconds ? "s" : "sessions", 0, total, told, terminal)) {
      while (!submitters.isDone()) {
        Thread.sleep(LOOK_MILLIS);
        progress.reached(
            bySeconds ? (System.nanoTime() - start) / 1_000_000_000L : accepted.get(), total);
      }
    }
    submitters.stop();
  }

  private void rethrow() {
    Throwable failed = failure.get();
    if (failed instanceof CommandException said) {
      throw said;
    }
    if (failed != null) {
      throw new CommandException("the load ended early: " + failed, failed);
    }
  }

  /** Asks every board for a page that holds all that was acknowledged. */
  private void awaitVisible() throws IOException, InterruptedException {
    String after = acknowledged.after();
    if (after.isEmpty()) {
      return;
    }
    long until = System.nanoTime() + order.settle().toNanos();
    try (HttpConnection query = new HttpConnection(queryPort, TIMEOUT)) {
      for (int game = 0; game < order.games(); game++) {
        for (BoardKind board : order.boards()) {
          String target =
              "/v1/games/%s/boards/%s/top?limit=1&after=%s"
                  .formatted(order.gameId(game), board.id(), after);
          HttpAnswer answer = query.get(target);
          while (answer.status() != 200 || answer.header("leaderboard-stale").isPresent()) {
            if (System.nanoTime() > until) {
              throw new CommandException(
                  "not everything was visible %d s after the last session was accepted; lag: %s"
                      .formatted(order.settle().toSeconds(), lag(query)));
            }
            Thread.sleep(answer.status() == 200 ? 0 : LOOK_MILLIS);
            answer = query.get(target);
          }
        }
      }
    }
  }

  private static String lag(HttpConnection query) throws IOException {
    JsonNode status = JsonMapper.shared().readTree(query.get("/v1/status").text());
    List<String> lags = new ArrayList<>();
    for (JsonNode projector : status.path("projectors")) {
      long records = 0;
      for (JsonNode partition : projector.path("partitions")) {
        records += partition.path("lagRecords").asLong(0);
      }
      lags.add("%s %,d records".formatted(projector.path("name").asString(""), records));
    }
    return String.join(", ", lags);
  }

  /** They are visible by now; who looks at them may not have looked again. */
  private void awaitProbes(Probes probes) throws InterruptedException {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (!probes.allSeen() && failure.get() == null) {
      if (System.nanoTime() > until) {
        throw new CommandException(
            "a probe's score is not in the top of the board although it was applied");
      }
      Thread.sleep(Probes.POLL_MILLIS);
    }
  }

  private LoadReport check(long accepted, double seconds, double visibleSeconds)
      throws IOException, InterruptedException {
    UserNames names = new UserNames(order.users());
    List<String> differences = new ArrayList<>();
    int boards = 0;
    long entries = 0;
    long wrong = 0;
    try (HttpConnection query = new HttpConnection(queryPort, TIMEOUT)) {
      for (int game = 0; game < order.games(); game++) {
        for (Map.Entry<String, long[]> board : acknowledged.boards(game).entrySet()) {
          String[] named = board.getKey().split("/", 2);
          BoardCheck.Result result =
              new BoardCheck(
                      query,
                      names,
                      "/v1/games/%s/boards/%s".formatted(order.gameId(game), named[0]),
                      board.getValue(),
                      differences)
                  .walk(named[1]);
          boards++;
          entries += result.entries();
          wrong += result.wrong();
        }
      }
    }
    return new LoadReport(
        accepted,
        seconds,
        visibleSeconds,
        counters.requests.get(),
        counters.sentAgain.get(),
        counters.unavailable.get(),
        counters.lostConnections.get(),
        readErrors.get(),
        boards,
        entries,
        wrong,
        List.copyOf(differences),
        latencies);
  }
}
