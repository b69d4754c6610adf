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
import io.leaderboard.web.RequestBody;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** One score a request. */
final class SingleScores {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final ScoreIntake intake;
  private final Duration answerWithin;

  SingleScores(ScoreIntake intake, Duration answerWithin) {
    this.intake = intake;
    this.answerWithin = answerWithin;
  }

  /** {@code POST /v1/games/{gameId}/scores}. */
  Mono<ServerResponse> ofGame(ServerRequest request) {
    String gameId = Identifiers.requireName("gameId", request.pathVariable("gameId"));
    return take(request, input -> ScoreReader.read(input, gameId), Map.of());
  }

  /** {@code POST /score}. */
  Mono<ServerResponse> ofAnyGame(ServerRequest request) {
    return take(request, ScoreReader::read, Map.of("status", "queued"));
  }

  private Mono<ServerResponse> take(
      ServerRequest request, JsonInput.Reader<ScoreInput> reader, Map<String, Object> members) {
    String key = request.headers().firstHeader(IDEMPOTENCY_KEY);
    byte[] traceParent = TraceParent.of(request);
    return RequestBody.read(request, ScoreProperties.MAX_SCORE_BYTES)
        .flatMap(body -> publish(read(body, reader, key), traceParent, members));
  }

  /** A score that cannot be read was received, and is rejected. */
  private ScoreInput read(byte[] body, JsonInput.Reader<ScoreInput> reader, @Nullable String key) {
    intake.countReceived();
    try {
      return identified(JsonInput.read(body, reader), key);
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

  private Mono<ServerResponse> publish(
      ScoreInput score, byte @Nullable [] traceParent, Map<String, Object> members) {
    String eventId = String.valueOf(score.eventId());
    AtomicBoolean handedOver = new AtomicBoolean();
    return event(score)
        .flatMap(event -> deliver(event, traceParent, handedOver))
        .timeout(answerWithin, Mono.error(() -> late(handedOver.get(), eventId)))
        .flatMap(position -> accepted(eventId, position, members));
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

  private static Mono<ServerResponse> accepted(
      String eventId, Position position, Map<String, Object> members) {
    Map<String, Object> document = new LinkedHashMap<>(members);
    document.put("eventId", eventId);
    document.put("position", position.toString());
    return ServerResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(Json.write(document));
  }
}
