package io.leaderboard.cli.bench;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/**
 * The limit of HTTP: Reactor Netty that reads the body of a request, if it has one, and sends the
 * same bytes whatever is asked. A process of its own; it runs until it is ended.
 */
public final class BareServer {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length");

  private BareServer() {}

  /**
   * Serves.
   *
   * @param arguments the port, the file of the answer's head and that of its body
   */
  public static void main(String[] arguments) throws IOException {
    List<String> head = Files.readAllLines(Path.of(arguments[1]));
    byte[] body = Files.readAllBytes(Path.of(arguments[2]));
    int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
    String[][] headers =
        head.stream()
            .skip(1)
            .map(line -> line.split(": *", 2))
            .filter(parts -> parts.length == 2)
            .filter(parts -> !OF_THE_CONNECTION.contains(parts[0].toLowerCase(Locale.ROOT)))
            .toArray(String[][]::new);
    String length = Integer.toString(body.length);
    HttpServer.create()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .handle(
            (request, response) -> {
              response.status(status);
              Arrays.stream(headers).forEach(header -> response.addHeader(header[0], header[1]));
              response.header(HttpHeaderNames.CONTENT_LENGTH, length);
              Mono<byte[]> answer = Mono.just(body);
              return request.method().equals(HttpMethod.GET)
                  ? response.sendByteArray(answer)
                  : request
                      .receive()
                      .aggregate()
                      .asByteArray()
                      .flatMap(read -> response.sendByteArray(answer).then());
            })
        .bindNow()
        .onDispose()
        .block();
  }
}
