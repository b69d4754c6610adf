package io.leaderboard.ingest.closing;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.game.GameProblems;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.NotWrittenException;
import io.leaderboard.ingest.publish.RecordGroup;
import io.leaderboard.ingest.publish.WriteProblems;
import io.leaderboard.log.LogRecords;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * Writes a closing into every partition of {@code score-events}. When it stands in a part of them
 * only, the periods are closed for the users of that part; written again it reaches the others, and
 * changes nothing where it stands already, because the first copy counts.
 */
final class ClosingWriter {
  private static final WriteProblems WRITING =
      new WriteProblems(
          "nothing was closed",
          "Whether every partition of the log holds the closing is not known",
          "send it again: the first copy in each partition counts, and further ones change nothing");

  private final GameWriter log;
  private final LogProducer producer;
  private final Duration answerWithin;

  ClosingWriter(GameWriter log, LogProducer producer, Duration answerWithin) {
    this.log = log;
    this.producer = producer;
    this.answerWithin = answerWithin;
  }

  /** The positions of the copies, by partition, once the log holds all of them. */
  Mono<List<Position>> write(PeriodsClosed closed) {
    return Mono.defer(
        () -> {
          AtomicBoolean writing = new AtomicBoolean();
          return game(closed.gameId())
              .flatMap(
                  game -> {
                    writing.set(true);
                    return RecordGroup.write(
                        producer,
                        IntStream.range(0, log.partitions())
                            .mapToObj(partition -> LogRecords.of(closed, partition))
                            .toList());
                  })
              .onErrorMap(NotWrittenException.class, e -> notWritten(e.why()))
              .timeout(answerWithin, Mono.error(() -> late(writing.get())));
        });
  }

  /** One that is not known may have been defined through another instance a moment ago. */
  private Mono<Game> game(String gameId) {
    return log.find(gameId)
        .map(Mono::just)
        .orElseGet(
            () ->
                log.latest()
                    .map(
                        games ->
                            games
                                .game(gameId)
                                .orElseThrow(() -> GameProblems.unknownGame(games, gameId))));
  }

  private static ProblemException late(boolean writing) {
    return notWritten(writing ? NotDelivered.UNKNOWN : NotDelivered.UNREACHABLE);
  }

  static ProblemException notWritten(NotDelivered why) {
    return new ProblemException(WRITING.of(why));
  }
}
