package io.leaderboard.web.connection;

import io.leaderboard.web.ProblemException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One connection: what it is doing, and for how many ticks. It is two handlers, because bytes are
 * seen in front of the codec and requests behind it. All of it is run on the channel's event loop.
 */
final class WatchedConnection {
  /** Most requests that are sent ahead while an answer is awaited. */
  static final int MAX_PIPELINED = 100;

  /** Most bytes of the bodies of such requests: Reactor Netty keeps them all. */
  static final long MAX_PIPELINED_BYTES = 1 << 20;

  /** Bodies up to here are not counted: there are many, and they are bounded by the connections. */
  private static final int SMALL_BODY = 16 << 10;

  private static final String STREAM = "application/x-ndjson";

  private final HttpConnections port;
  private final ConnectionPatience patience;
  private final WireProblems problems;
  private final Channel channel;
  private final Future<?> ticks;

  /** Ticks since the connection was idle, or since the request that arrives began. */
  private int age;

  /** Requests whose head was read and whose answer is not written to its end. */
  private int unanswered;

  private boolean headBegun;
  private boolean bodyAwaited;
  private boolean stream;
  private boolean hasReader;
  private long pipelinedBytes;

  private long bodyBytes;
  private long keptBytes;

  private int windowTicks;
  private long windowBytes;

  private long written;
  private int unreadTicks;
  private long takenBefore;

  /** Whether the answer that is due is the last. */
  private boolean last;

  /** Whether the last answer was written, or none will be: what still comes is dropped. */
  private boolean over;

  private boolean tooSlow;

  WatchedConnection(
      HttpConnections port, ConnectionPatience patience, WireProblems problems, Channel channel) {
    this.port = port;
    this.patience = patience;
    this.problems = problems;
    this.channel = channel;
    this.ticks =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                this::tick, patience.tick(), patience.tick(), TimeUnit.MILLISECONDS);
  }

  /** Sees bytes, in front of the codec. */
  ChannelDuplexHandler bytes() {
    return new Bytes();
  }

  /** Sees requests and answers, behind the codec. */
  ChannelDuplexHandler messages() {
    return new Messages();
  }

  /** Closes it, soon, if it carries no request, not even the beginning of one. Thread-safe. */
  void requestCloseIfIdle() {
    channel.eventLoop().execute(this::closeIfIdle);
  }

  private void closeIfIdle() {
    if (unanswered == 0 && !bodyAwaited && !headBegun && !isUnread()) {
      end(Ending.STOPPING);
    }
  }

  void closed() {
    ticks.cancel(false);
    forgetBody();
  }

  private void tick() {
    age++;
    if (isTooSlowlyRead()) {
      end(Ending.UNREAD);
    } else if (tooSlow) {
      // It was answered, or nobody answers.
      close();
    } else if (bodyAwaited) {
      if (stream && unanswered > 0) {
        lookAtStream();
      } else if (age > patience.request()) {
        tooSlow(Ending.BODY);
      }
    } else if (unanswered == 0 && headBegun) {
      if (age > patience.request()) {
        end(Ending.HEAD);
      }
    } else if (unanswered == 0 && age > patience.idle() && !isUnread()) {
      end(Ending.IDLE);
    }
  }

  private void lookAtStream() {
    // Who is not asked for more is not slow but held up.
    if (channel.config().isAutoRead() && ++windowTicks > patience.window()) {
      if (windowBytes < patience.leastBytes()) {
        tooSlow(Ending.STREAM);
      }
      windowTicks = 0;
      windowBytes = 0;
    }
  }

  private void tooSlow(Ending ending) {
    if (unanswered != 1 || !hasReader) {
      end(ending);
      return;
    }
    port.ended(ending);
    tooSlow = true;
    tellReader(problems.bodyTooSlow());
  }

  /** Whoever reads the body is told, and may answer; the connection ends with that answer. */
  private void tellReader(ProblemException problem) {
    last = true;
    channel.pipeline().context(HttpConnections.MESSAGES).fireExceptionCaught(problem);
  }

  private boolean isUnread() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > 0;
  }

  /** Whether what waits to be sent was taken more slowly than the least, for a window. */
  private boolean isTooSlowlyRead() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
      unreadTicks = 0;
      return false;
    }
    long taken = written - waiting.totalPendingWriteBytes() + waiting.currentProgress();
    if (unreadTicks++ == 0) {
      takenBefore = taken;
    } else if (unreadTicks > patience.window()) {
      unreadTicks = 0;
      return taken - takenBefore < patience.leastBytes();
    }
    return false;
  }

  private void end(Ending ending) {
    port.ended(ending);
    close();
  }

  private void close() {
    over = true;
    var unused = channel.close();
  }

  private void begin(HttpRequest request) {
    if (!headBegun) {
      age = 0;
    }
    headBegun = false;
    bodyAwaited = true;
    unanswered++;
    HttpMethod method = request.method();
    hasReader =
        HttpMethod.POST.equals(method)
            || HttpMethod.PUT.equals(method)
            || HttpMethod.PATCH.equals(method);
    String type = hasReader ? request.headers().get(HttpHeaderNames.CONTENT_TYPE) : null;
    stream = type != null && type.regionMatches(true, 0, STREAM, 0, STREAM.length());
    windowTicks = 0;
    windowBytes = 0;
    bodyBytes = 0;
    pipelinedBytes = unanswered > 1 ? pipelinedBytes : 0;
    if (unanswered > MAX_PIPELINED) {
      end(Ending.PIPELINE);
    }
  }

  private void content(HttpContent content) {
    if (unanswered > 1) {
      pipelinedBytes += content.content().readableBytes();
      if (pipelinedBytes > MAX_PIPELINED_BYTES) {
        end(Ending.PIPELINE);
      }
    }
    if (!stream && unanswered > 0 && !last) {
      keep(content.content().readableBytes());
    }
    if (content instanceof LastHttpContent) {
      bodyAwaited = false;
      age = 0;
    }
  }

  /** A body is in memory from when it comes until it was answered; streams are not. */
  private void keep(int bytes) {
    bodyBytes += bytes;
    if (bodyBytes <= SMALL_BODY) {
      return;
    }
    boolean room = port.keep(bodyBytes - keptBytes);
    keptBytes = bodyBytes;
    if (room) {
      return;
    }
    if (hasReader && unanswered == 1) {
      port.ended(Ending.MEMORY);
      tellReader(problems.noMemory());
    } else {
      end(Ending.MEMORY);
    }
  }

  private void forgetBody() {
    if (keptBytes > 0) {
      port.forget(keptBytes);
      keptBytes = 0;
    }
  }

  private void answerBegins(HttpResponse response) {
    if (last || (unanswered == 1 && port.isStopping())) {
      last = true;
      HttpUtil.setKeepAlive(response, false);
    }
  }

  private void answerEnds() {
    unanswered--;
    forgetBody();
    if (!bodyAwaited) {
      age = 0;
    }
  }

  /**
   * Ends what was answered for the last time. Who still sends is first told by an end of the
   * stream: closed at once, the client's system would throw away the answer unread.
   */
  private void closeBehindLast() {
    if (bodyAwaited && !tooSlow && channel instanceof DuplexChannel half) {
      tooSlow = true;
      var unused = half.shutdownOutput();
    } else {
      close();
    }
  }

  private final class Bytes extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!bodyAwaited && !headBegun) {
        headBegun = true;
        if (unanswered == 0) {
          age = 0;
        }
      }
      if (stream && message instanceof ByteBuf bytes) {
        windowBytes += bytes.readableBytes();
      }
      ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof ByteBuf bytes) {
        written += bytes.readableBytes();
      }
      var unused = ctx.write(message, promise);
    }
  }

  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (over) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        malformed(ctx, part);
        return;
      }
      if (message instanceof HttpRequest request) {
        if (!RequestHead.isSound(request)) {
          ReferenceCountUtil.release(message);
          malformed(ctx, request);
          return;
        }
        begin(request);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
      ctx.fireChannelRead(message);
    }

    /**
     * Ends what cannot be read. Reactor Netty would answer for itself, write the request to the
     * log, and complete the body, so that its reader would take a part for the whole.
     */
    private void malformed(ChannelHandlerContext ctx, HttpObject part) {
      port.ended(Ending.MALFORMED);
      if (part instanceof HttpRequest && unanswered == 0) {
        over = true;
        var unused =
            ctx.writeAndFlush(problems.malformedHead(part.decoderResult().cause()))
                .addListener(ChannelFutureListener.CLOSE);
      } else if (bodyAwaited && unanswered == 1 && hasReader) {
        bodyAwaited = false;
        tellReader(problems.malformedBody());
      } else {
        over = true;
        var unused = ctx.close();
      }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response) {
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
          var unused = ctx.write(message, promise);
          return;
        }
        answerBegins(response);
      }
      if (!(message instanceof LastHttpContent)) {
        var unused = ctx.write(message, promise);
        return;
      }
      answerEnds();
      if (last || (unanswered == 0 && port.isStopping())) {
        over = true;
        var unused =
            ctx.write(message, promise.unvoid())
                .addListener((ChannelFutureListener) sent -> closeBehindLast());
      } else {
        var unused = ctx.write(message, promise);
      }
    }
  }
}
