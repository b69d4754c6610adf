package io.leaderboard.ingest.publish;

import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one idempotent producer of this service. {@link #publish} never blocks and never waits: it
 * may be called from an event loop.
 *
 * <p>Kafka's producer blocks in {@code send} while it has no metadata or no memory. Here it may not
 * ({@code max.block.ms} is 0): it fails at once, and such a record was certainly not handed over.
 * Who calls {@link #prepare} from time to time has the metadata fetched.
 */
public final class LogProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogProducer.class);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Map<String, Object> settings;
  private final Semaphore room;
  private final int maxInFlight;
  private final AtomicBoolean broken = new AtomicBoolean();
  private volatile @Nullable KafkaProducer<byte[], byte[]> producer;
  private volatile String trouble = "it has not asked yet";
  private volatile boolean closed;

  /** Connects to nothing before {@link #prepare} is called. */
  public LogProducer(LogProperties log, PublishProperties properties) {
    this.settings = settings(log, properties);
    this.maxInFlight = properties.maxInFlight();
    this.room = new Semaphore(maxInFlight);
  }

  /**
   * Hands a record over; {@code delivery} is told what became of it, perhaps before this returns.
   */
  public void publish(ProducerRecord<byte[], byte[]> message, Delivery delivery) {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      delivery.failed(NotDelivered.UNREACHABLE);
      return;
    }
    if (!room.tryAcquire()) {
      delivery.failed(NotDelivered.BUSY);
      return;
    }
    Sending sending = new Sending(delivery);
    try {
      // Its outcome comes by the callback.
      Future<?> unused = open.send(message, sending::completed);
      sending.handedOver();
    } catch (KafkaException | IllegalStateException e) {
      // The producer is closed or in a state that it does not leave.
      sending.refused(e);
    }
  }

  /** How many events are handed over and not yet acknowledged. */
  public int inFlight() {
    return maxInFlight - room.availablePermits();
  }

  /** Whether {@code events} more can be handed over now. */
  public boolean hasRoomFor(int events) {
    return room.availablePermits() >= Math.min(events, maxInFlight);
  }

  /**
   * Makes the producer when there is none or it broke, and asks for the metadata of {@code topics}
   * when they are not known. Belongs to one thread. Blocks only to make or to end a producer.
   *
   * @return whether events can be handed over now
   */
  public boolean prepare(Iterable<String> topics) {
    if (closed) {
      return false;
    }
    if (broken.getAndSet(false)) {
      discard();
    }
    try {
      KafkaProducer<byte[], byte[]> open = producer;
      if (open == null) {
        open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer = open;
      }
      for (String topic : topics) {
        open.partitionsFor(topic);
      }
      return true;
    } catch (KafkaException e) {
      LOG.debug("The producer is not ready: {}", e.getMessage());
      trouble = "Kafka does not tell where to write: " + e.getMessage();
      return false;
    }
  }

  /** What {@link #prepare} failed with last, which names the topic. */
  public String trouble() {
    return trouble;
  }

  /** Waits a little for what is in flight, and ends. */
  @Override
  public void close() {
    closed = true;
    KafkaProducer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(CLOSE_TIMEOUT);
    }
  }

  /** For tests: ends the producer as a fatal error would leave it, unable to send. */
  void breakProducer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }

  private void discard() {
    KafkaProducer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      LOG.warn("The producer is in a state that it does not leave; it is replaced");
      // What it still holds fails, and is answered as unknown.
      open.close(Duration.ZERO);
    }
  }

  private static Map<String, Object> settings(LogProperties log, PublishProperties properties) {
    Map<String, Object> settings = new HashMap<>(log.clientSettings("ingest"));
    int delivery = (int) properties.deliveryTimeout().toMillis();
    int linger = (int) properties.linger().toMillis();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, (int) properties.batchSize().toBytes());
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, properties.bufferMemory().toBytes());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    // A request that is not answered is given up early enough to be sent once more.
    settings.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, (delivery - linger) * 2 / 3));
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50L);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 200L);
    // Found again soon after it was restarted.
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50L);
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250L);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
    // Topics that nobody wrote to for a while stay known, since nobody may wait for them.
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
    return settings;
  }

  /** One record between {@code send} and its callback. */
  private final class Sending {
    private final Delivery delivery;
    private final Thread sender = Thread.currentThread();
    private volatile boolean sent;

    Sending(Delivery delivery) {
      this.delivery = delivery;
    }

    void handedOver() {
      sent = true;
    }

    void completed(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      room.release();
      if (failure == null && metadata != null) {
        delivery.delivered(metadata.partition(), metadata.offset());
        return;
      }
      // Called from within send, by the thread that calls it: the producer never took the record.
      boolean taken = sent || Thread.currentThread() != sender;
      LOG.debug("Not acknowledged, taken {}", taken, failure);
      if (ProducerFailure.isFatal(failure)) {
        broken.set(true);
      }
      delivery.failed(taken ? NotDelivered.UNKNOWN : NotDelivered.UNREACHABLE);
    }

    /** Send threw, so that there is no callback. */
    void refused(RuntimeException failure) {
      room.release();
      LOG.warn("The producer refuses events: {}", failure.toString());
      broken.set(true);
      delivery.failed(NotDelivered.UNREACHABLE);
    }
  }
}
