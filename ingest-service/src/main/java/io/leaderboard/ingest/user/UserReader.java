package io.leaderboard.ingest.user;

import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.events.user.UserProfileCodec;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.TopicReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds profiles in {@code users} when they are asked for, and remembers none: what is found is
 * exact for every instance, whoever wrote it, and takes no memory that grows with the users.
 *
 * <p>One thread reads. It takes everyone who waits, and reads the partitions that any of them needs
 * once, from their starts to the ends that they have then; a profile that was acknowledged before
 * it was asked for stands before these ends. Thread-safe.
 */
public final class UserReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UserReader.class);

  /** Who may wait at a time; more are refused. */
  static final int MAX_WAITING = 1_000;

  private static final Duration IDLE = Duration.ofMillis(500);

  private record Question(
      TopicPartition partition,
      ByteBuffer key,
      long deadline,
      CompletableFuture<Optional<UserProfile>> answer) {}

  private final LogProperties properties;
  private final Duration within;
  private final BlockingQueue<Question> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::run, "ingest-users");
  private volatile boolean closed;

  // Made by the thread that reads; others only wake it up.
  private volatile @Nullable TopicReader reader;

  /**
   * @param within how long anybody waits
   */
  public UserReader(LogProperties properties, Duration within) {
    this.properties = properties;
    this.within = within;
    thread.setDaemon(true);
  }

  /** Begins to answer. Call it once. */
  public void start() {
    thread.start();
  }

  /**
   * The profile that stands last in {@code users}, empty when there is none; fails when Kafka does
   * not answer in time.
   *
   * @param partitions how many {@code users} has
   * @throws io.leaderboard.web.ProblemException when too many wait already
   */
  CompletableFuture<Optional<UserProfile>> find(String userId, int partitions) {
    byte[] key = userId.getBytes(StandardCharsets.UTF_8);
    // As Kafka's own partitioner chooses, with which profiles are written.
    int partition = LogRecords.partition(key, partitions);
    CompletableFuture<Optional<UserProfile>> answer = new CompletableFuture<>();
    Question question =
        new Question(
            new TopicPartition(Topics.USERS, partition),
            ByteBuffer.wrap(key),
            System.nanoTime() + within.toNanos(),
            answer);
    if (!waiting.offer(question)) {
      throw UserProblems.busy();
    }
    return answer.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
    TopicReader open = reader;
    if (open != null) {
      open.wakeup();
    }
  }

  private void run() {
    List<Question> questions = new ArrayList<>();
    try {
      while (!closed) {
        Question first = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          questions.add(first);
          waiting.drainTo(questions);
          answer(questions);
          questions.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      TopicReader open = reader;
      if (open != null) {
        open.close();
      }
    }
  }

  private void answer(List<Question> questions) {
    // Who gave up meanwhile is not read for.
    questions.removeIf(question -> question.answer().isDone());
    if (questions.isEmpty()) {
      return;
    }
    try {
      read(questions);
    } catch (KafkaException e) {
      LOG.debug("Profiles cannot be read now: {}", e.getMessage());
      questions.forEach(question -> question.answer().completeExceptionally(e));
    }
  }

  /**
   * Reads the partitions of the questions to their ends; of each key the last record holds, which a
   * tombstone empties.
   */
  private void read(List<Question> questions) {
    Map<ByteBuffer, Optional<UserProfile>> found = new HashMap<>();
    questions.forEach(question -> found.put(question.key(), Optional.empty()));
    Set<TopicPartition> partitions =
        questions.stream().map(Question::partition).collect(Collectors.toSet());
    long deadline = questions.stream().mapToLong(Question::deadline).max().orElse(0);
    // Whose deadline this was has been told; it may not keep those who wait.
    boolean isWhole =
        reader()
            .readToEnd(
                partitions,
                within,
                () -> !closed && System.nanoTime() - deadline <= 0,
                record -> {
                  if (record.key() != null) {
                    found.replace(ByteBuffer.wrap(record.key()), profile(record));
                  }
                });
    if (!isWhole) {
      return;
    }
    questions.forEach(
        question ->
            question.answer().complete(found.getOrDefault(question.key(), Optional.empty())));
  }

  private static Optional<UserProfile> profile(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    try {
      return value == null ? Optional.empty() : Optional.of(UserProfileCodec.decode(value));
    } catch (UndecodableRecordException e) {
      LOG.warn(
          "The profile at {}:{} of users is no profile: {}",
          record.partition(),
          record.offset(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private TopicReader reader() {
    TopicReader open = reader;
    if (open == null) {
      Map<String, Object> further =
          Map.of(
              ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
              10_000,
              // What is read ends, so that there is always something to fetch; but the fetch that
              // is sent ahead at the end would keep the next read, of other partitions, waiting.
              ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
              5,
              // Nobody is answered later than this, so that nothing needs to be waited for longer.
              ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
              (int) within.toMillis(),
              ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
              (int) within.toMillis());
      open = TopicReader.open(properties, "ingest-users", IsolationLevel.READ_UNCOMMITTED, further);
      reader = open;
    }
    return open;
  }
}
