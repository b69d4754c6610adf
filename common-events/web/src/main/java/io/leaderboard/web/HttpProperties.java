package io.leaderboard.web;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every port of a service bears of its clients, that of Actuator included.
 *
 * @param idleTimeout how long a connection may carry no request, 100 milliseconds to 1 hour; then
 *     it is closed
 * @param requestTimeout how long a request may take to arrive, from its first byte to the last of
 *     its body, 100 milliseconds to 10 minutes; then it is answered with 408, or closed when not
 *     even its head is whole. Bodies that are streams are not bound by it
 * @param streamRate the least that a stream brings, and a client takes of an answer, in bytes a
 *     second over {@code streamWindow}; slower ones are answered with 408, or closed
 * @param streamWindow over what time that is looked at, 100 milliseconds to 10 minutes
 * @param bodyMemory most bytes of bodies of more than 16 KB that are in memory, from when they come
 *     until they are answered, 1 MB to 4 GB; what would need more is answered with 503
 * @param maxConnections most open connections of all ports; further ones are closed at once
 * @param stopGrace how long a stopping service still answers on connections that are kept alive,
 *     each answer being the last, before it closes the idle ones; at most 10 seconds
 * @param hosts names besides {@code localhost} and the loopback addresses under which a port that
 *     is bound to loopback answers; {@code *} for any
 */
@ConfigurationProperties("leaderboard.http")
public record HttpProperties(
    @DefaultValue("60s") Duration idleTimeout,
    @DefaultValue("30s") Duration requestTimeout,
    @DefaultValue("1KB") DataSize streamRate,
    @DefaultValue("10s") Duration streamWindow,
    @DefaultValue("64MB") DataSize bodyMemory,
    @DefaultValue("16384") int maxConnections,
    @DefaultValue("1s") Duration stopGrace,
    @DefaultValue List<String> hosts) {
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofMinutes(10);
  private static final int MAX_BODY_GIGABYTES = 4;
  private static final int MAX_CONNECTIONS = 1_000_000;

  /**
   * @throws IllegalArgumentException naming the key
   */
  public HttpProperties {
    within("idle-timeout", idleTimeout, MIN, Duration.ofHours(1));
    within("request-timeout", requestTimeout, MIN, MAX);
    within("stream-window", streamWindow, MIN, MAX);
    within("stop-grace", stopGrace, Duration.ZERO, Duration.ofSeconds(10));
    if (streamRate.isNegative() || streamRate.toMegabytes() >= 1) {
      throw new IllegalArgumentException(
          "leaderboard.http.stream-rate must be 0B to less than 1MB a second");
    }
    if (bodyMemory.toMegabytes() < 1 || bodyMemory.toGigabytes() > MAX_BODY_GIGABYTES) {
      throw new IllegalArgumentException("leaderboard.http.body-memory must be 1MB to 4GB");
    }
    if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "leaderboard.http.max-connections must be 1 to " + MAX_CONNECTIONS);
    }
    hosts = List.copyOf(hosts);
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "leaderboard.http." + key + " must be " + least + " to " + most);
    }
  }
}
