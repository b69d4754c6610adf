package io.leaderboard.log;

import io.leaderboard.events.game.DefinitionBounds;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the log is, and what it is created with when it is missing.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port}, separated by commas
 * @param partitions partitions of {@code score-events}; used only when the log is created
 * @param duplicateWindow how many preceding offsets an event id is compared with; used only when
 *     the log is created
 * @param replicationFactor replicas of the topics; used only when they are created
 * @param minInsyncReplicas replicas that must hold an event before it is acknowledged; used only
 *     when the topics are created
 * @param maxGames most games that may be defined; used only when the log is created, see {@link
 *     DefinitionBounds}
 * @param maxDefinitionBytes longest record of a definition, in bytes; used only when the log is
 *     created
 * @param requestTimeout how long a single request to Kafka may take
 * @param endsInterval how often the end of the log is asked for
 * @param client further settings for every Kafka client, such as {@code security.protocol}
 */
@Validated
@ConfigurationProperties("leaderboard.log")
public record LogProperties(
    @DefaultValue("127.0.0.1:9092") @NotBlank String bootstrapServers,
    @DefaultValue("8") @Min(1) @Max(1_024) int partitions,
    @DefaultValue("200000") @Min(1) @Max(10_000_000) int duplicateWindow,
    @DefaultValue("1") @Min(1) @Max(32) short replicationFactor,
    @DefaultValue("1") @Min(1) @Max(32) int minInsyncReplicas,
    @DefaultValue("10000") @Min(1) @Max(DefinitionBounds.MAX_GAMES) int maxGames,
    @DefaultValue("65536")
        @Min(DefinitionBounds.MIN_DEFINITION_BYTES)
        @Max(DefinitionBounds.MAX_DEFINITION_BYTES)
        int maxDefinitionBytes,
    @DefaultValue("5s") Duration requestTimeout,
    @DefaultValue("200ms") Duration endsInterval,
    @DefaultValue Map<String, String> client) {

  /** What every Kafka client of a service is configured with; a new, modifiable map. */
  public Map<String, Object> clientSettings(String clientId) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMillis());
    settings.put(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMillis());
    // A broker that was restarted is found again within a second, not after the default minute-long
    // back-off of a client that failed often.
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return settings;
  }
}
