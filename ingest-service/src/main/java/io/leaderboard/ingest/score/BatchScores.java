package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.IngestMetrics;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.ClientAddress;
import io.leaderboard.web.Json;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import io.leaderboard.web.RequestBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Many scores a request: {@code POST /v1/scores}, as an array or as a stream of lines. */
final class BatchScores {
  /** How many parts of a stream wait for Kafka at a time. */
  private static final int AHEAD = 8;

  /** How often a stream that waits for room looks again. */
  private static final Duration ROOM_POLL = Duration.ofMillis(5);

  private final ScoreIntake intake;
  private final ScoreProperties properties;
  private final PublishProperties publish;
  private final IngestMetrics metrics;
  private final BatchPlaces batches;
  private final BatchPlaces streams;

  BatchScores(
      ScoreIntake intake,
      ScoreProperties properties,
      PublishProperties publish,
      IngestMetrics metrics) {
    this.intake = intake;
    this.properties = properties;
    this.publish = publish;
    this.metrics = metrics;
    int most = properties.maxConcurrentBatches();
    this.batches = new BatchPlaces(most, most);
    this.streams = new BatchPlaces(most, properties.maxStreamsOfOne());
    metrics.served("batch", batches::size);
    metrics.served("stream", streams::size);
  }

  /** A JSON array. */
  Mono<ServerResponse> array(ServerRequest request) {
    if (request.headers().firstHeader(SingleScores.IDEMPOTENCY_KEY) != null) {
      throw new InvalidFieldException(
          SingleScores.IDEMPOTENCY_KEY,
          "must not be there: every score of a batch has its own eventId");
    }
    // A place is taken when the body has come: who sends slowly keeps nobody else waiting.
    return RequestBody.read(request, (int) properties.maxBatchBody().toBytes())
        .flatMap(
            body ->
                placed(
                    batches,
                    request,
                    Mono.fromSupplier(() -> read(body))
                        .doOnNext(this::countReceived)
                        .flatMap(
                            entries ->
                                deliver(
                                    new ScoreChunk(intake, entries, TraceParent.of(request))))));
  }

  private Mono<Tally> deliver(ScoreChunk chunk) {
    Tally tally = Tally.ofBatch(intake::token);
    // What the definition of games takes is taken from the time that Kafka has left to answer.
    long start = System.nanoTime();
    return chunk
        .handOver(publish.answerWithin())
        .flatMap(
            handedOver -> {
              Duration left = publish.answerWithin().minusNanos(System.nanoTime() - start);
              return handedOver.settled(left.isNegative() ? Duration.ZERO : left);
            })
        .doOnNext(settled -> settled.addTo(tally))
        .thenReturn(tally);
  }

  /**
   * Lines, handed over a part at a time in their order, while at most {@value #AHEAD} parts wait
   * for Kafka; no more is read from the connection meanwhile.
   */
  Mono<ServerResponse> lines(ServerRequest request) {
    byte[] traceParent = TraceParent.of(request);
    Tally tally = Tally.ofStream(intake::token);
    LineSplitter splitter =
        new LineSplitter(ScoreProperties.MAX_SCORE_BYTES, StreamIds.of(request));
    Sinks.Empty<Void> stopped = Sinks.empty();
    // After a failure nothing more is taken. The rest is read and dropped for a while, because many
    // clients read no answer before they have sent all.
    Flux<DataBuffer> body =
        request
            .exchange()
            .getRequest()
            .getBody()
            .takeUntilOther(stopped.asMono().then(Mono.delay(properties.drainFor())));
    Flux<List<BatchEntry>> parts =
        Flux.concat(
            body.map(BatchScores::bytes).map(splitter::split), Mono.fromSupplier(splitter::end));
    return placed(
        streams,
        request,
        parts
            .concatMap(entries -> handOver(entries, traceParent, tally), 1)
            .flatMapSequential(chunk -> chunk.settled(publish.answerWithin()), AHEAD, 1)
            .doOnNext(
                chunk -> {
                  chunk.addTo(tally);
                  if (tally.isStopped()) {
                    stopped.tryEmitEmpty();
                  }
                })
            .then(Mono.just(tally)));
  }

  /** Empty when there is nothing to hand over, or the stream has stopped. */
  private Mono<ScoreChunk> handOver(
      List<BatchEntry> entries, byte @Nullable [] traceParent, Tally tally) {
    if (entries.isEmpty() || tally.isStopped()) {
      return Mono.empty();
    }
    countReceived(entries);
    return room(entries.size())
        .then(
            Mono.defer(
                () ->
                    new ScoreChunk(intake, entries, traceParent).handOver(publish.answerWithin())));
  }

  /** Waits for room as long as an answer may take; without any the scores fail by themselves. */
  private Mono<Void> room(int events) {
    if (intake.hasRoomFor(events)) {
      return Mono.empty();
    }
    return Flux.interval(ROOM_POLL)
        .onBackpressureDrop()
        .filter(tick -> intake.hasRoomFor(events))
        .next()
        .timeout(publish.answerWithin(), Mono.empty())
        .then();
  }

  /** Holds a place as long as it takes. */
  private Mono<ServerResponse> placed(
      BatchPlaces places, ServerRequest request, Mono<Tally> tally) {
    return Mono.defer(
        () -> {
          String client = ClientAddress.of(request);
          return switch (places.take(client)) {
            case TAKEN ->
                tally.doFinally(end -> places.giveBack(client)).flatMap(BatchScores::answer);
            case FULL -> refused(places, ScoreProblems.busy());
            case SHARE_USED ->
                refused(places, ScoreProblems.tooManyStreams(properties.maxStreamsOfOne()));
          };
        });
  }

  private Mono<ServerResponse> refused(BatchPlaces places, Problem problem) {
    metrics.notServed(places == streams ? "stream" : "batch");
    return Mono.error(new ProblemException(problem));
  }

  private static Mono<ServerResponse> answer(Tally tally) {
    if (!tally.isAccepted()) {
      return Mono.error(new ProblemException(tally.problem()));
    }
    return ServerResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(Json.write(tally.document()));
  }

  private void countReceived(List<BatchEntry> entries) {
    entries.forEach(entry -> intake.countReceived());
  }

  private static List<BatchEntry> read(byte[] body) {
    List<BatchEntry> entries =
        JsonInput.read(
            body,
            input -> {
              List<BatchEntry> read = new ArrayList<>();
              input.array(
                  ScoreProperties.MAX_BATCH,
                  i ->
                      read.add(
                          input.element(
                              each -> BatchEntry.of(i, ScoreReader.read(each)),
                              refused -> BatchEntry.refused(i, refused))));
              return read;
            });
    if (entries.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody("must be 1 to " + ScoreProperties.MAX_BATCH + " scores"));
    }
    return entries;
  }

  private static byte[] bytes(DataBuffer buffer) {
    try {
      byte[] bytes = new byte[buffer.readableByteCount()];
      buffer.read(bytes);
      return bytes;
    } finally {
      DataBufferUtils.release(buffer);
    }
  }
}
