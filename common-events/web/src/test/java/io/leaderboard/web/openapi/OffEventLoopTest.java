package io.leaderboard.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Where requests are answered that arrive on a thread that must not be blocked. */
final class OffEventLoopTest {
  @ParameterizedTest
  @CsvSource({
    "/v3/api-docs, false",
    "/v3/api-docs.yaml, false",
    "/v3/api-docs/swagger-config, false",
    "/v1/games, true"
  })
  void onlyTheDocumentIsMadeWhereBlockingIsAllowed(String path, boolean staysOnTheEventLoop) {
    MockServerWebExchange exchange =
        MockServerWebExchange.from(MockServerHttpRequest.get(path).build());
    AtomicReference<Boolean> nonBlocking = new AtomicReference<>();
    new OffEventLoop()
        .filter(
            exchange,
            answered ->
                Mono.fromRunnable(() -> nonBlocking.set(Schedulers.isInNonBlockingThread())))
        .subscribeOn(Schedulers.parallel())
        .block();
    assertThat(nonBlocking).hasValue(staysOnTheEventLoop);
  }
}
