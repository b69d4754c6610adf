package io.leaderboard.query;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** One client of a stream, and what it has received, line by line. */
final class StreamClient implements Flow.Subscriber<String>, AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile Flow.Subscription subscription;
  private volatile boolean over;

  /** Begins to receive; answers as soon as the head is there. */
  CompletableFuture<HttpResponse<Void>> open(int port, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), head -> new Lines(this));
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    lines.add(line);
  }

  @Override
  public void onError(Throwable failure) {
    over = true;
  }

  @Override
  public void onComplete() {
    over = true;
  }

  /** Whether the server has ended it. */
  boolean isOver() {
    return over;
  }

  /** All lines. */
  List<String> lines() {
    return lines;
  }

  /** The pages. */
  List<String> data() {
    return starting("data: ");
  }

  /** What follows a beginning, of the lines that have it. */
  List<String> starting(String with) {
    return lines.stream()
        .filter(line -> line.startsWith(with))
        .map(line -> line.substring(with.length()))
        .toList();
  }

  /** The latest page; empty before the first. */
  String lastData() {
    List<String> all = data();
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  @Override
  public void close() {
    Flow.Subscription begun = subscription;
    if (begun != null) {
      begun.cancel();
    }
  }

  /** Hands the lines on, and the response over as soon as its head is there. */
  private static final class Lines implements BodySubscriber<Void> {
    private final BodySubscriber<Void> lines;

    Lines(StreamClient client) {
      lines = BodySubscribers.fromLineSubscriber(client);
    }

    @Override
    public CompletionStage<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      lines.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      lines.onNext(buffers);
    }

    @Override
    public void onError(Throwable failure) {
      lines.onError(failure);
    }

    @Override
    public void onComplete() {
      lines.onComplete();
    }
  }
}
