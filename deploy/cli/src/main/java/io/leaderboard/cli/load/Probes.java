package io.leaderboard.cli.load;

import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import io.leaderboard.cli.load.Latencies.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures when a score can be seen. Some users, whose scores lie above all others, submit at a
 * fixed rate; what is taken for visible is what anybody sees, {@code top} of the first board of the
 * first game, asked every {@value #POLL_MILLIS} ms. Submitting and looking are two threads, so that
 * a pipeline that stands still is charged with every probe that comes meanwhile.
 */
final class Probes {
  static final long POLL_MILLIS = 2;

  /** Above every user's standing, and with every further point within 15 digits. */
  private static final long ABOVE_ALL = 100_000_000_000_000L;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final LoadOrder order;
  private final Latencies latencies;
  private final Crew crew;
  private final List<Deque<Probe>> pending = new ArrayList<>();
  private final long[] standing = new long[UserNames.PROBES];

  /** One submission that is under way. */
  private static final class Probe {
    private final long standing;
    private final long intended;
    private long accepted;
    private long seen;

    Probe(long standing, long intended) {
      this.standing = standing;
      this.intended = intended;
    }
  }

  Probes(LoadOrder order, Latencies latencies, Crew crew) {
    this.order = order;
    this.latencies = latencies;
    this.crew = crew;
    for (int i = 0; i < UserNames.PROBES; i++) {
      pending.add(new ArrayDeque<>());
    }
  }

  /** Submits until the crew stops. */
  void submit(Submission submission, ScoreRequest request)
      throws InterruptedException, IOException {
    Pace pace = new Pace(order.probeRate());
    try (submission) {
      while (!crew.isStopped()) {
        long number = pace.next();
        long intended = pace.intended(number);
        Pace.awaitUntil(intended);
        int user = (int) (number % UserNames.PROBES);
        boolean first = standing[user] == 0;
        standing[user] = first ? ABOVE_ALL : standing[user] + 1;
        // On a board that adds up every further score is one point.
        request.takeProbe(number, user, !first && order.sum() ? 1 : standing[user]);
        Probe probe = new Probe(standing[user], intended);
        synchronized (this) {
          pending.get(user).add(probe);
        }
        submission.submit(request);
        synchronized (this) {
          probe.accepted = System.nanoTime();
          settle(probe);
        }
      }
    }
  }

  /** Looks until the crew stops and all that was submitted was seen. */
  void look(int queryPort, Crew looking) throws InterruptedException, IOException {
    String target =
        "/v1/games/%s/boards/%s/top?limit=%d"
            .formatted(order.gameId(0), order.boards().get(0).id(), UserNames.PROBES);
    UserNames names = new UserNames(order.users());
    try (HttpConnection connection = new HttpConnection(queryPort, TIMEOUT)) {
      while (!looking.isStopped()) {
        long waiting = oldestMillis();
        if (waiting >= 0) {
          see(connection.get(target), names);
        }
        // Where it takes long, looking often would only slow it down.
        Thread.sleep(Math.max(POLL_MILLIS, waiting / 20));
      }
    }
  }

  /** For how long the oldest has not been seen; -1 when all were. */
  private synchronized long oldestMillis() {
    long now = System.nanoTime();
    return pending.stream()
        .flatMap(Deque::stream)
        .mapToLong(probe -> (now - probe.intended) / 1_000_000)
        .max()
        .orElse(-1);
  }

  boolean allSeen() {
    return oldestMillis() < 0;
  }

  private void see(HttpAnswer answer, UserNames names) {
    if (answer.status() != 200) {
      return;
    }
    long now = System.nanoTime();
    try {
      for (JsonNode entry : JsonMapper.shared().readTree(answer.text()).path("items")) {
        int user = names.number(entry.path("userId").asString("")) - order.users();
        if (user >= 0) {
          seen(user, entry.path("score").asLong(0), now);
        }
      }
    } catch (JacksonException notJson) {
      throw new IllegalStateException("the query service answered no JSON", notJson);
    }
  }

  private synchronized void seen(int user, long shown, long now) {
    for (Probe probe : List.copyOf(pending.get(user))) {
      if (probe.standing <= shown && probe.seen == 0) {
        probe.seen = now;
        settle(probe);
      }
    }
  }

  /** It may be seen before its answer has come: then it was visible at once. */
  private void settle(Probe probe) {
    if (probe.accepted != 0 && probe.seen != 0) {
      latencies.record(Kind.ACCEPTED_TO_VISIBLE, probe.seen - probe.accepted);
      latencies.record(Kind.SUBMIT_TO_VISIBLE, probe.seen - probe.intended);
      pending.forEach(queue -> queue.remove(probe));
    }
  }
}
