package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.ingest.publish.Delivery;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.Json;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes single scores, however their requests came in. Thread-safe. */
final class SingleScores {
  /**
   * One score as a client sent it.
   *
   * @param gameId that of the path, null when the body has to name it
   * @param idempotencyKey of the header, null when there is none
   * @param traceParent of the header, null when there is no valid one
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Submission(
      @Nullable String gameId,
      byte[] body,
      @Nullable String idempotencyKey,
      byte @Nullable [] traceParent) {}

  /** The header. */
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final Map<String, Object> QUEUED = Map.of("status", "queued");

  private final ScoreIntake intake;
  private final Duration answerWithin;

  SingleScores(ScoreIntake intake, Duration answerWithin) {
    this.intake = intake;
    this.answerWithin = answerWithin;
  }

  /**
   * Takes a score.
   *
   * @return the document that says where the log holds it; fails with what the service's problems
   *     know
   */
  Mono<byte[]> take(Submission submission) {
    return Mono.defer(
        () -> {
          String gameId = submission.gameId();
          return gameId == null
              ? publish(read(submission, ScoreReader::read), submission, QUEUED)
              : publish(
                  read(submission, input -> ScoreReader.read(input, gameId)), submission, Map.of());
        });
  }

  /** A score that cannot be read was received, and is rejected. */
  private ScoreInput read(Submission submission, JsonInput.Reader<ScoreInput> reader) {
    intake.countReceived();
    try {
      return identified(JsonInput.read(submission.body(), reader), submission.idempotencyKey());
    } catch (ProblemException | InvalidFieldException e) {
      intake.countRefused(ScoreProblems.of(e).status());
      throw e;
    }
  }

  private static ScoreInput identified(ScoreInput score, @Nullable String key) {
    if (key == null) {
      return score.eventId() == null ? score.withEventId(EventIds.next()) : score;
    }
    Identifiers.requireEventId(IDEMPOTENCY_KEY, key);
    if (score.eventId() != null && !score.eventId().equals(key)) {
      throw new InvalidFieldException(
          IDEMPOTENCY_KEY, "must be the eventId of the body, or one of them must not be there");
    }
    return score.withEventId(key);
  }

  private Mono<byte[]> publish(
      ScoreInput score, Submission submission, Map<String, Object> members) {
    String eventId = String.valueOf(score.eventId());
    AtomicBoolean handedOver = new AtomicBoolean();
    return event(score)
        .flatMap(event -> deliver(event, submission.traceParent(), handedOver))
        .timeout(answerWithin, Mono.error(() -> late(handedOver.get(), eventId)))
        .map(position -> accepted(eventId, position, members));
  }

  private ProblemException late(boolean handedOver, String eventId) {
    if (!handedOver) {
      intake.countRefused(503);
    }
    return new ProblemException(
        ScoreProblems.notDelivered(
            handedOver ? NotDelivered.UNKNOWN : NotDelivered.UNREACHABLE, eventId));
  }

  private Mono<ScoreEvent> event(ScoreInput score) {
    return Mono.defer(
            () ->
                intake
                    .game(score)
                    .map(Mono::just)
                    .orElseGet(() -> intake.defineGame(score))
                    .map(game -> intake.event(score, game)))
        .doOnError(RuntimeException.class, e -> intake.countRefused(ScoreProblems.of(e).status()));
  }

  private Mono<Position> deliver(
      ScoreEvent event, byte @Nullable [] traceParent, AtomicBoolean handedOver) {
    return Mono.create(
        sink -> {
          handedOver.set(true);
          intake.publish(
              event,
              traceParent,
              new Delivery() {
                @Override
                public void delivered(int partition, long offset) {
                  sink.success(new Position(partition, offset));
                }

                @Override
                public void failed(NotDelivered why) {
                  sink.error(
                      new ProblemException(ScoreProblems.notDelivered(why, event.eventId())));
                }
              });
        });
  }

  private byte[] accepted(String eventId, Position position, Map<String, Object> members) {
    Map<String, Object> document = new LinkedHashMap<>(members);
    document.put("eventId", eventId);
    document.put("position", intake.token(position));
    return Json.write(document);
  }
}
