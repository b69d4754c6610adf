package io.leaderboard.ingest.health;

import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether this service can accept events now, and why not. */
final class IngestHealth {
  private static final String UP = "up";
  private static final String DOWN = "down";

  private final LogView log;
  private final LogPulse pulse;
  private final LogProducer producer;

  IngestHealth(LogView log, LogPulse pulse, LogProducer producer) {
    this.log = log;
    this.pulse = pulse;
    this.producer = producer;
  }

  boolean isUp() {
    return waiting().isEmpty();
  }

  /** Why it cannot, and what to do; empty when it can. */
  Optional<String> waiting() {
    if (log.state() instanceof LogState.Opening opening) {
      return Optional.of(opening.reason());
    }
    if (log.state() instanceof LogState.Refused refused) {
      return Optional.of(refused.reason());
    }
    if (log.missing().isPresent()) {
      return log.missing();
    }
    if (!pulse.isAlive()) {
      return Optional.of("Kafka does not answer: bring it back; scores are taken again by itself");
    }
    return pulse.isProducerReady() ? Optional.empty() : Optional.of(producer.trouble());
  }

  /** The answer of {@code /health}. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", isUp() ? UP : DOWN);
    document.put("parts", parts());
    return document;
  }

  /** {@code log}, {@code kafka} and {@code producer}, each with its status and more. */
  Map<String, Object> parts() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("log", logPart(log));
    parts.put("kafka", Map.of("status", pulse.isAlive() ? UP : DOWN));
    Map<String, Object> sending = new LinkedHashMap<>();
    sending.put("status", pulse.isProducerReady() ? UP : DOWN);
    sending.put("inFlight", producer.inFlight());
    parts.put("producer", sending);
    return parts;
  }

  private static Map<String, Object> logPart(LogView log) {
    LogState state = log.state();
    Map<String, Object> part = new LinkedHashMap<>();
    boolean up = state instanceof LogState.Open && log.missing().isEmpty();
    part.put("status", up ? UP : DOWN);
    log.missing().ifPresent(reason -> part.put("detail", reason));
    if (state instanceof LogState.Opening opening) {
      part.put("detail", opening.reason());
    } else if (state instanceof LogState.Refused refused) {
      part.put("detail", refused.reason());
    } else if (state instanceof LogState.Open open) {
      part.put("partitions", open.settings().partitions());
    }
    return part;
  }
}
