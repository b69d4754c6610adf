package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameRecord;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.NotWrittenException;
import io.leaderboard.ingest.publish.RecordGroup;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The games that are defined, and a way to write records of theirs. Thread-safe. */
public final class GameWriter {
  private final LogView log;
  private final LogProducer producer;

  public GameWriter(LogView log, LogProducer producer) {
    this.log = log;
    this.producer = producer;
  }

  /**
   * What is defined, as far as this service has read.
   *
   * @throws io.leaderboard.web.ProblemException when it has not read it yet, or refuses the log
   */
  public Games games() {
    open();
    return log.games();
  }

  /** The game of that id, as far as this service has read. */
  public Optional<Game> find(String gameId) {
    return games().game(gameId);
  }

  /**
   * How many partitions {@code score-events} and {@code users} have.
   *
   * @throws io.leaderboard.web.ProblemException when the log is not open
   */
  public int partitions() {
    return open().settings().partitions();
  }

  /** The record of an event of a game that was {@linkplain #find found}, in its partition. */
  public ProducerRecord<byte[], byte[]> record(ScoreEvent event) {
    return LogRecords.of(event, log.games().settings().orElseThrow().partitions());
  }

  /** A position of {@code score-events} as clients get it. */
  public String token(Position position) {
    return log.state() instanceof LogState.Open open
        ? PositionToken.of(position, open.topicId()).toString()
        : position.toString();
  }

  private LogState.Open open() {
    LogState state = log.state();
    if (state instanceof LogState.Open open) {
      return open;
    }
    throw state instanceof LogState.Refused refused
        ? GameProblems.logRefused(refused.reason())
        : GameProblems.logNotOpen();
  }

  /** What is defined, every record included that the log holds when this is subscribed to. */
  public Mono<Games> latest() {
    return Mono.defer(
        () -> {
          games();
          return Mono.fromFuture(log.readToEnd(), true)
              .onErrorMap(e -> GameProblems.notWritten(NotDelivered.UNREACHABLE))
              .publishOn(Schedulers.parallel());
        });
  }

  /**
   * Writes a record and reads it back: what it did is known, and {@link #games()} holds it. Fails
   * with a problem when that is not known in time.
   */
  Mono<Outcome> write(GameRecord record) {
    // Once handed over it may count, whatever happens while it is read back.
    return acknowledged(record)
        .flatMap(
            offset ->
                Mono.fromFuture(log.outcomeOf(offset), true)
                    .onErrorMap(e -> GameProblems.notWritten(NotDelivered.UNKNOWN)))
        .publishOn(Schedulers.parallel());
  }

  private Mono<Long> acknowledged(GameRecord record) {
    return RecordGroup.write(producer, List.of(LogRecords.of(record)))
        .map(positions -> positions.get(0).offset())
        .onErrorMap(NotWrittenException.class, e -> GameProblems.notWritten(e.why()));
  }
}
