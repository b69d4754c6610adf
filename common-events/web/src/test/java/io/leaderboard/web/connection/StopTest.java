package io.leaderboard.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** What clients that keep their connections alive see of a service that stops. */
final class StopTest {
  private static final int CLIENTS = 8;
  private static final String GET = "GET /things HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @Test
  void clientsThatKeepTheirConnectionsLoseNoRequest() throws Exception {
    ConfigurableApplicationContext service = start("1s");
    int port = port(service);
    AtomicInteger answered = new AtomicInteger();
    CountDownLatch connected = new CountDownLatch(CLIENTS);
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<String>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> askUntilTold(port, connected, answered)));
    }
    assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() > 200);
    service.close();
    for (Future<String> client : clients) {
      assertThat(client.get(20, TimeUnit.SECONDS)).isEqualTo("told to close");
    }
    threads.shutdown();
  }

  @Test
  void idleConnectionsDoNotKeepAServiceFromEnding() throws Exception {
    ConfigurableApplicationContext service = start("300ms");
    List<Wire> idle = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Wire wire = Wire.to(port(service));
      idle.add(wire);
      if (i % 2 == 0) {
        assertThat(wire.send(GET).readAnswer()).endsWith("ok");
      }
    }
    long begun = System.nanoTime();
    service.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    for (Wire wire : idle) {
      assertThat(wire.readToEnd()).isEmpty();
      wire.close();
    }
  }

  @Test
  void aRequestThatIsBeingAnsweredIsAnsweredAndThenTheConnectionEnds() throws Exception {
    ConfigurableApplicationContext service = start("200ms");
    try (Wire wire = Wire.to(port(service))) {
      wire.send("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await().until(() -> EdgeService.HELD.currentSubscriberCount() == 1);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(service::close);
      HttpConnections connections = service.getBean(HttpConnections.class);
      await().until(connections::isStopping);
      EdgeService.HELD.tryEmitNext("the last");
      assertThat(wire.readToEnd())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("the last");
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  /** How a client ended that asks again at once on the connection that it has. */
  private static String askUntilTold(int port, CountDownLatch connected, AtomicInteger answered) {
    try (Wire wire = Wire.to(port)) {
      assertThat(wire.send(GET).readAnswer()).endsWith("ok");
      connected.countDown();
      while (true) {
        String answer = wire.send(GET).readAnswer();
        if (!answer.startsWith("HTTP/1.1 200") || !answer.endsWith("ok")) {
          return "a request got: " + answer;
        }
        answered.incrementAndGet();
        if (answer.toLowerCase(java.util.Locale.ROOT).contains("connection: close")) {
          return "told to close";
        }
      }
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static ConfigurableApplicationContext start(String grace) {
    return new SpringApplicationBuilder(EdgeService.class)
        .initializers(StopTest::ownEventLoops)
        .run(
            "--server.port=0",
            "--server.shutdown=graceful",
            "--spring.main.register-shutdown-hook=false",
            "--spring.web.resources.add-mappings=false",
            "--springdoc.api-docs.enabled=false",
            "--leaderboard.http.stop-grace=" + grace);
  }

  /** The event loops that all would share end with the first service that is closed. */
  private static void ownEventLoops(ConfigurableApplicationContext context) {
    ReactorResourceFactory own = new ReactorResourceFactory();
    own.setUseGlobalResources(false);
    ((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class, () -> own);
  }

  private static int port(ConfigurableApplicationContext service) {
    return Integer.parseInt(
        String.valueOf(service.getEnvironment().getProperty("local.server.port")));
  }
}
