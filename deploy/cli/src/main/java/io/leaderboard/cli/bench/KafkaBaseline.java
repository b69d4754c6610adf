package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.servers.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's own performance tools, in a process of their own. */
record KafkaBaseline(KafkaServer kafka) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Pattern SENT = Pattern.compile("records sent, ([\\d.]+) records/sec");

  /** Start, end, MB, MB/s, records, records/s, ms of joining, ms of fetching, MB/s, records/s. */
  private static final Pattern FETCHED =
      Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d [^,]*(?:, [^,\\n]*){8}, ([\\d.]+)\\s*$");

  /**
   * Records a second that the producer tool writes.
   *
   * @param settings of its producer
   */
  double produce(String topic, long records, int bytes, Map<String, String> settings)
      throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap-server",
                kafka.bootstrapServers(),
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--record-size",
                Integer.toString(bytes),
                "--throughput",
                "-1",
                "--command-property"));
    settings.forEach((key, value) -> arguments.add(key + "=" + value));
    return Tool.run(
            kafka.toolCommand("org.apache.kafka.tools.ProducerPerformance", arguments), LIMIT)
        .number(SENT);
  }

  /** Records a second that the consumer tool reads, without what joining the group takes. */
  double consume(String topic, long records) throws InterruptedException {
    String text =
        Tool.run(
                kafka.toolCommand(
                    "org.apache.kafka.tools.ConsumerPerformance",
                    List.of(
                        "--bootstrap-server",
                        kafka.bootstrapServers(),
                        "--topic",
                        topic,
                        "--num-records",
                        Long.toString(records))),
                LIMIT)
            .text();
    Matcher matcher = FETCHED.matcher(text);
    if (!matcher.find()) {
      throw new CommandException("no figure was found in: " + text.strip());
    }
    return Double.parseDouble(matcher.group(1));
  }
}
