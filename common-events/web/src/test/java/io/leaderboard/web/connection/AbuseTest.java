package io.leaderboard.web.connection;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The contract, on the small service. */
@SpringBootTest(
    classes = EdgeService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "management.server.port=0",
      "management.server.address=127.0.0.1",
      "spring.web.resources.add-mappings=false",
      "springdoc.api-docs.enabled=false",
      "leaderboard.http.idle-timeout=2s",
      "leaderboard.http.request-timeout=1500ms",
      "leaderboard.http.stream-window=1500ms"
    })
final class AbuseTest implements AbuseContract {
  private final List<Integer> ports;
  private final MeterRegistry registry;

  @Autowired
  AbuseTest(
      @Value("${local.server.port}") int port,
      @Value("${local.management.port}") int management,
      MeterRegistry registry) {
    this.ports = List.of(port, management);
    this.registry = registry;
  }

  @Override
  public List<Integer> ports() {
    return ports;
  }

  @Override
  public MeterRegistry registry() {
    return registry;
  }

  @Override
  public String jsonPath() {
    return "/things";
  }
}
