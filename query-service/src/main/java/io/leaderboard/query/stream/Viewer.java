package io.leaderboard.query.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * One client of a stream. However slow it is, one frame waits for it at most: the latest. Thread-
 * safe.
 *
 * <p>What is handed to the server are not frames but tickets, one at a time. The server takes one
 * up when all before it is in the hands of the operating system; only then it becomes the latest
 * frame. So a client that reads slowly misses states, and one that does not read at all leaves its
 * ticket lying, by which it is known.
 */
final class Viewer {
  private final int limit;
  private final Runnable drop;
  private @Nullable FluxSink<Publisher<Frame>> sink;
  private @Nullable Frame waiting;
  private String offered;
  private boolean ticketOut;
  private long ticketSince;
  private long sentAt = System.nanoTime();

  /**
   * @param limit how many entries it wants
   * @param first what is sent at once
   * @param known id of the content that it has when {@code first} is sent
   * @param drop ends the connection, also in the middle of a frame
   */
  Viewer(int limit, Frame first, String known, Runnable drop) {
    this.limit = limit;
    this.waiting = first;
    this.offered = known;
    this.drop = drop;
  }

  /** How many entries it wants. */
  int limit() {
    return limit;
  }

  /**
   * What to send: each is to be subscribed when the one before has been sent. To be subscribed
   * once.
   */
  Flux<Publisher<Frame>> tickets() {
    return Flux.create(this::begin, FluxSink.OverflowStrategy.BUFFER);
  }

  /** Offers a state; does nothing when it is the one that was offered last. */
  void offer(Frame frame) {
    synchronized (this) {
      if (frame.id().equals(offered)) {
        return;
      }
      offered = frame.id();
      waiting = frame;
    }
    handTicket();
  }

  /** Says something when nothing was said for so long. */
  void keepAlive(Duration heartbeat) {
    synchronized (this) {
      if (waiting != null || System.nanoTime() - sentAt < heartbeat.toNanos()) {
        return;
      }
      waiting = Frame.HEARTBEAT;
    }
    handTicket();
  }

  /** Whether the client has not received what was sent for so long. */
  synchronized boolean isStuck(Duration patience) {
    return ticketOut && System.nanoTime() - ticketSince > patience.toNanos();
  }

  /** Ends the connection at once. */
  void drop() {
    drop.run();
    end();
  }

  /** Ends the stream when what was sent is sent. */
  void end() {
    FluxSink<Publisher<Frame>> open;
    synchronized (this) {
      open = sink;
    }
    if (open != null) {
      open.complete();
    }
  }

  private void begin(FluxSink<Publisher<Frame>> created) {
    synchronized (this) {
      sink = created;
    }
    handTicket();
  }

  private void handTicket() {
    FluxSink<Publisher<Frame>> open;
    synchronized (this) {
      if (sink == null || ticketOut || waiting == null) {
        return;
      }
      ticketOut = true;
      ticketSince = System.nanoTime();
      open = sink;
    }
    open.next(Mono.fromSupplier(this::take));
  }

  private synchronized @Nullable Frame take() {
    Frame frame = waiting;
    waiting = null;
    ticketOut = false;
    sentAt = System.nanoTime();
    return frame;
  }
}
