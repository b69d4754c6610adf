package io.leaderboard.ingest.health;

import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.util.LinkedHashMap;
import java.util.Map;

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
    return log.isOpen() && pulse.isAlive() && pulse.isProducerReady();
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
    parts.put("log", logPart(log.state()));
    parts.put("kafka", Map.of("status", pulse.isAlive() ? UP : DOWN));
    Map<String, Object> sending = new LinkedHashMap<>();
    sending.put("status", pulse.isProducerReady() ? UP : DOWN);
    sending.put("inFlight", producer.inFlight());
    parts.put("producer", sending);
    return parts;
  }

  private static Map<String, Object> logPart(LogState state) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("status", state instanceof LogState.Open ? UP : DOWN);
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
