package io.leaderboard.ingest.score;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.publish.Delivery;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Scores that are published together: a batch, or the next lines of a stream. First handed over,
 * then settled, then added to a tally.
 */
final class ScoreChunk {
  private static final int CONCURRENT_GAMES = 8;

  private final ScoreIntake intake;
  private final List<BatchEntry> entries;
  private final byte @Nullable [] traceParent;
  private final Map<String, Problem> undefined = new HashMap<>();

  // Written under the lock of this by whoever learns of an outcome, by index; null while open.
  private final @Nullable Position[] positions;
  private final @Nullable Rejection[] rejections;
  private int open;
  private boolean ended;
  private final Sinks.Empty<Void> done = Sinks.empty();

  ScoreChunk(ScoreIntake intake, List<BatchEntry> entries, byte @Nullable [] traceParent) {
    this.intake = intake;
    this.entries = entries;
    this.traceParent = traceParent;
    this.positions = new Position[entries.size()];
    this.rejections = new Rejection[entries.size()];
    this.open = entries.size();
  }

  /**
   * Hands them to Kafka, in their order; completes when that is done, at the latest after {@code
   * within}.
   */
  Mono<ScoreChunk> handOver(Duration within) {
    return defineGames().timeout(within, Mono.empty()).then(Mono.fromSupplier(this::publish));
  }

  /** Completes when each is delivered or not, at the latest after {@code within}. */
  Mono<ScoreChunk> settled(Duration within) {
    return done.asMono().timeout(within, Mono.empty()).thenReturn(this);
  }

  /** Defines the games that are not; one score of each speaks for all. */
  private Mono<Void> defineGames() {
    Map<String, ScoreInput> unknown = new HashMap<>();
    for (BatchEntry entry : entries) {
      ScoreInput score = entry.score();
      if (score != null && !unknown.containsKey(score.gameId()) && intake.game(score).isEmpty()) {
        unknown.put(score.gameId(), score);
      }
    }
    if (unknown.isEmpty()) {
      return Mono.empty();
    }
    return Flux.fromIterable(unknown.values())
        .flatMap(
            score ->
                intake
                    .defineGame(score)
                    .then()
                    .onErrorResume(RuntimeException.class, e -> undefined(score, e)),
            CONCURRENT_GAMES)
        .then();
  }

  private Mono<Void> undefined(ScoreInput score, RuntimeException failure) {
    Problem problem = ScoreProblems.of(failure);
    synchronized (undefined) {
      undefined.put(score.gameId(), problem);
    }
    return Mono.empty();
  }

  private ScoreChunk publish() {
    for (int i = 0; i < entries.size(); i++) {
      publish(i);
    }
    return this;
  }

  private void publish(int i) {
    BatchEntry entry = entries.get(i);
    ScoreInput score = entry.score();
    Problem refused = entry.refused();
    if (score == null) {
      refuse(i, refused == null ? ScoreProblems.noScores() : refused);
      return;
    }
    ScoreEvent event;
    try {
      GameDefinition game = intake.game(score).orElse(null);
      if (game == null) {
        refuse(i, undefinedGame(score));
        return;
      }
      event = intake.event(score, game);
    } catch (RuntimeException e) {
      refuse(i, ScoreProblems.of(e));
      return;
    }
    intake.publish(event, traceParent, new EntryDelivery(i, event.eventId()));
  }

  private Problem undefinedGame(ScoreInput score) {
    synchronized (undefined) {
      Problem problem = undefined.get(score.gameId());
      return problem == null ? ScoreProblems.notDelivered(NotDelivered.UNREACHABLE, "") : problem;
    }
  }

  private void refuse(int i, Problem problem) {
    intake.countRefused(problem.status());
    ScoreInput score = entries.get(i).score();
    finish(
        i,
        null,
        new Rejection(entries.get(i).index(), problem, score == null ? null : score.eventId()));
  }

  private void finish(int i, @Nullable Position position, @Nullable Rejection rejection) {
    boolean last;
    synchronized (this) {
      if (ended) {
        return;
      }
      positions[i] = position;
      rejections[i] = rejection;
      open--;
      last = open == 0;
    }
    if (last) {
      done.tryEmitEmpty();
    }
  }

  /**
   * Adds what became of each, in their order, to {@code tally}; what is still on its way to Kafka
   * is unknown, and stays so.
   */
  synchronized void addTo(Tally tally) {
    ended = true;
    for (int i = 0; i < entries.size(); i++) {
      Position position = positions[i];
      Rejection rejection = rejections[i];
      if (position != null) {
        tally.accepted(position);
      } else if (rejection != null) {
        tally.rejected(rejection);
      } else {
        BatchEntry entry = entries.get(i);
        ScoreInput score = entry.score();
        tally.rejected(
            new Rejection(
                entry.index(),
                ScoreProblems.outcomeUnknown(),
                score == null ? null : score.eventId()));
      }
    }
  }

  private final class EntryDelivery implements Delivery {
    private final int i;
    private final String eventId;

    EntryDelivery(int i, String eventId) {
      this.i = i;
      this.eventId = eventId;
    }

    @Override
    public void delivered(int partition, long offset) {
      finish(i, new Position(partition, offset), null);
    }

    @Override
    public void failed(NotDelivered why) {
      Problem problem = ScoreProblems.notDelivered(why, eventId);
      finish(i, null, new Rejection(entries.get(i).index(), problem, eventId));
    }
  }
}
