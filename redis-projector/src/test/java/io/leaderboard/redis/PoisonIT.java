package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.redis.poison.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Records that cannot be decoded, on a real Kafka: none stops its partition. */
@ExtendWith(OutputCaptureExtension.class)
class PoisonIT {
  /** The largest header of a record without a key and three bytes of value that Kafka takes. */
  private static final int LARGEST_HEADER = 1_048_495;

  private static final int FLOOD = 5_000;

  private static ProjectorStack stack;

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void stopServices() {
    stack.stopServices();
  }

  @Test
  void aRecordThatIsTooLargeWithOurHeadersLosesItsOwn() throws Exception {
    stack.startService();
    byte[] value = {1, 2, 3};
    RecordHeaders headers = new RecordHeaders();
    headers.add("x", new byte[LARGEST_HEADER]);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.send(new ProducerRecord<>(Topics.SCORE_EVENTS, 1, null, null, value, headers)).get();
    }
    assertThat(stack.ends()).containsEntry(1, 1L);
    stack.awaitFold();

    List<ConsumerRecord<byte[], byte[]>> letters = letters(1);
    assertThat(letters).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.headers().lastHeader("x")).isNull();
    assertThat(header(letter, DeadLetters.REASON)).isNotEmpty();
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
    assertThat(header(letter, DeadLetters.OMITTED_HEADERS))
        .isEqualTo(String.valueOf(LARGEST_HEADER + 1));
    assertThat(letter.headers().lastHeader(DeadLetters.OMITTED)).isNull();
  }

  @Test
  void aRecordOfWhichNothingFitsLeavesItsPlaceAlone() throws Exception {
    stack.startService();
    letterBytes(10_000);
    byte[] key = new byte[20_000];
    byte[] value = new byte[30_000];
    stack.send(new ProducerRecord<>(Topics.SCORE_EVENTS, 2, key, value));
    stack.awaitFold();
    letterBytes(1_048_588);

    ConsumerRecord<byte[], byte[]> letter = letters(2).get(0);
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
    assertThat(header(letter, DeadLetters.OMITTED)).isEqualTo("30000");
    assertThat(header(letter, DeadLetters.OMITTED_HEADERS)).isEqualTo("20000");
  }

  @Test
  void aFloodIsPutAsideTogetherAndSaidInFewLines(CapturedOutput output) {
    stack.startService();
    stack.stopServices();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < FLOOD; i++) {
        byte[] bad = ("bad " + i).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.SCORE_EVENTS, 3, null, bad));
      }
    }
    assertThat(stack.ends()).containsEntry(3, (long) FLOOD);
    stack.startService("leaderboard.projection.max-poll-records=" + FLOOD);
    stack.awaitFold();

    assertThat(letters(3).stream().map(letter -> header(letter, DeadLetters.OFFSET)))
        .containsExactlyElementsOf(IntStream.range(0, FLOOD).mapToObj(String::valueOf).toList());
    assertThat(output.getOut().lines().filter(line -> line.contains("cannot be decoded")))
        .hasSizeBetween(1, 10);
  }

  private static void letterBytes(int bytes) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.SCORE_EVENTS_DLT);
    ConfigEntry largest = new ConfigEntry("max.message.bytes", String.valueOf(bytes));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(topic, List.of(new AlterConfigOp(largest, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  /** One that leaves it to Kafka what is too large. */
  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers(), "max.request.size", 2_000_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static String bootstrapServers() {
    return stack.kafka().address().bootstrapServers();
  }

  private static List<ConsumerRecord<byte[], byte[]>> letters(int partition) {
    return stack.read(Topics.SCORE_EVENTS_DLT).stream()
        .filter(letter -> letter.partition() == partition)
        .toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
