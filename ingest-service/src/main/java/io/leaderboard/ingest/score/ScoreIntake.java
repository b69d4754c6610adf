package io.leaderboard.ingest.score;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.IngestMetrics;
import io.leaderboard.ingest.game.AutomaticGames;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.Delivery;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.ProblemException;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes scores that were read: finds their game, makes events and publishes them. Thread-safe. */
final class ScoreIntake {
  private final GameWriter games;
  private final AutomaticGames automatic;
  private final LogProducer producer;
  private final IngestMetrics metrics;

  ScoreIntake(
      GameWriter games, AutomaticGames automatic, LogProducer producer, IngestMetrics metrics) {
    this.games = games;
    this.automatic = automatic;
    this.producer = producer;
    this.metrics = metrics;
  }

  /** Whether that many can be handed over now. */
  boolean hasRoomFor(int events) {
    return producer.hasRoomFor(events);
  }

  /** The score's game, empty when it is not defined. */
  Optional<GameDefinition> game(ScoreInput score) {
    return games.find(score.gameId()).map(Game::definition);
  }

  /**
   * Defines the score's game, when the score would be allowed in it; a score that is not allowed
   * anyway defines nothing.
   */
  Mono<GameDefinition> defineGame(ScoreInput score) {
    return Mono.defer(
        () -> {
          event(score, automatic.definition(score.gameId()));
          return automatic.see(score.gameId());
        });
  }

  /**
   * The event of a score, which has an event id.
   *
   * @throws RuntimeException one that {@link ScoreProblems} knows, when its game does not allow it
   */
  ScoreEvent event(ScoreInput score, GameDefinition game) {
    if (!game.active()) {
      throw new ProblemException(ScoreProblems.inactive(game.gameId()));
    }
    String eventId = score.eventId();
    if (eventId == null) {
      throw new IllegalStateException("a score without an event id");
    }
    return ScoreEvents.of(score, game, eventId, System.currentTimeMillis());
  }

  /**
   * Publishes an event, and counts what became of it.
   *
   * @param traceParent null when there is none
   */
  void publish(ScoreEvent event, byte @Nullable [] traceParent, Delivery delivery) {
    ProducerRecord<byte[], byte[]> message = games.record(event);
    if (traceParent != null) {
      message.headers().add(Topics.TRACEPARENT_HEADER, traceParent);
    }
    long start = System.nanoTime();
    producer.publish(
        message,
        new Delivery() {
          @Override
          public void delivered(int partition, long offset) {
            metrics.accepted(System.nanoTime() - start);
            delivery.delivered(partition, offset);
          }

          @Override
          public void failed(NotDelivered why) {
            metrics.failed(why == NotDelivered.UNKNOWN);
            delivery.failed(why);
          }
        });
  }

  /** A position as clients get it. */
  String token(Position position) {
    return games.token(position);
  }

  void countReceived() {
    metrics.received();
  }

  /** Counts a score that was read and is not published. */
  void countRefused(int status) {
    if (status == 503) {
      metrics.failed(false);
    } else {
      metrics.rejected();
    }
  }
}
