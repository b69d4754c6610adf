package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.guarantee.History;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The log of a fault test: what is sent to it, what it was seen to hold, and the history that both
 * make. It remembers what it read, and with it the fold of everything that was ever sent, also when
 * the log has lost its start.
 */
public final class FaultLog implements AutoCloseable {
  /** With it a letter that says where a record came from is larger than a record may be. */
  private static final int LARGEST_HEADER = 1_048_495;

  private static final int LARGE_HEADER = 300_000;

  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final GamesFold games = new GamesFold();
  private final Queue<Exception> unsent = new ConcurrentLinkedQueue<>();
  private final LogReading scores;
  private final LogReading letters;
  private final History history = new History(FaultStack.WINDOW);
  private volatile int records;

  FaultLog(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "delivery.timeout.ms",
                180_000,
                "max.request.size",
                4 * LARGEST_HEADER,
                "reconnect.backoff.max.ms",
                500),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.scores = new LogReading(bootstrapServers, Topics.SCORE_EVENTS);
    this.letters = new LogReading(bootstrapServers, Topics.SCORE_EVENTS_DLT);
    games.apply(new LogSettings(FaultStack.PARTITIONS, FaultStack.WINDOW, 0));
  }

  /** Adds a game, or changes it; it is in the log on return. */
  public void define(GameDefinition game) {
    int basedOn = games().game(game.gameId()).map(known -> known.version()).orElse(0);
    GameDefined record = new GameDefined(game, basedOn, System.currentTimeMillis());
    assertThat(games.apply(record)).isEqualTo(GamesFold.Outcome.APPLIED);
    send(LogRecords.of(record), this::noteUnsent);
    producer.flush();
  }

  /** Closes what ended until then, in every partition. */
  public void close(String gameId, long through) {
    PeriodsClosed closed = new PeriodsClosed(gameId, through);
    for (int partition = 0; partition < FaultStack.PARTITIONS; partition++) {
      send(LogRecords.of(closed, partition), this::noteUnsent);
    }
  }

  /** Returns at once; Kafka may be away. */
  public void send(ScoreEvent event) {
    long number = history.sending();
    send(
        LogRecords.of(event),
        (written, failure) -> {
          noteUnsent(written, failure);
          if (failure == null) {
            history.acknowledged(
                number, new LogRecord(written.partition(), written.offset(), event));
          }
        });
  }

  /** What cannot be decoded: bytes of no meaning, no bytes at all, large headers. */
  void sendMalformed(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    int partition = random.nextInt(FaultStack.PARTITIONS);
    byte[] key = random.nextBoolean() ? null : bytes;
    byte[] value = random.nextInt(3) == 0 ? null : bytes;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.SCORE_EVENTS, partition, key, value);
    if (random.nextInt(3) == 0) {
      record.headers().add("large", new byte[LARGE_HEADER]);
    }
    send(record, this::noteUnsent);
  }

  /** As large as a record may be, nearly all of it a header. */
  void sendMalformedWithLargestHeader(Random random) {
    byte[] bytes = {'{', '{', '{'};
    int partition = random.nextInt(FaultStack.PARTITIONS);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.SCORE_EVENTS, partition, null, bytes);
    record.headers().add("x", new byte[LARGEST_HEADER]);
    send(record, this::noteUnsent);
  }

  private void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    var unused = producer.send(record, callback);
  }

  private void noteUnsent(Object written, Exception failure) {
    if (failure != null) {
      unsent.add(failure);
    }
  }

  /** Waits until Kafka holds everything that was sent, and reads it. */
  public void flush() {
    producer.flush();
    assertThat(unsent).as("what Kafka did not take").isEmpty();
    readOn();
  }

  /** Reads to the log's present end. */
  void readOn() {
    scores.readOn(
        record -> {
          history.logged(LogRecord.of(record.partition(), record.offset(), record.value()));
          records++;
        });
  }

  /** Reads what stands aside of the log. */
  void readLetters() {
    letters.readOn(
        letter ->
            history.putAside(
                Math.toIntExact(number(letter.headers().lastHeader("dlt-partition"))),
                number(letter.headers().lastHeader("dlt-offset"))));
  }

  private static long number(Header header) {
    return Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /** Reads the whole log once more: what it held it must still hold. */
  public void readAgain() {
    Map<Integer, Long> begins = scores.toTheBeginning();
    scores.readOn(
        record ->
            history.logged(LogRecord.of(record.partition(), record.offset(), record.value())));
    history.readAgain(begins, scores.ends());
  }

  /**
   * Deletes what every store has confirmed, but for the duplicate window before that, as retention
   * would.
   *
   * @param confirmed by partition, the next offset behind what every store holds for good
   * @return how many partitions begin later than before
   */
  public int trim(Map<Integer, Long> confirmed) throws InterruptedException {
    // What is deleted is part of the fold.
    readOn();
    Map<Integer, Long> begins =
        new LogReading(bootstrapServers, Topics.SCORE_EVENTS).toTheBeginning();
    Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
    confirmed.forEach(
        (partition, next) -> {
          long start = next - FaultStack.WINDOW;
          if (start > begins.getOrDefault(partition, 0L)) {
            history.trimmed(partition, start, next);
            deleted.put(
                new TopicPartition(Topics.SCORE_EVENTS, partition),
                RecordsToDelete.beforeOffset(start));
          }
        });
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.deleteRecords(deleted).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError("the log cannot be trimmed", e);
    }
    return deleted.size();
  }

  /** What is known of the run. */
  public History history() {
    return history;
  }

  /** How many records were read. */
  public int records() {
    return records;
  }

  /** By partition: the next offset behind what was read. */
  public Map<Integer, Long> ends() {
    return scores.ends();
  }

  /** The games as they were defined. */
  public Games games() {
    return games.snapshot();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
