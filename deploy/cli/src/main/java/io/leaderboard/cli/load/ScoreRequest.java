package io.leaderboard.cli.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Some sessions and the bytes of the request that submits those of them that are not acknowledged
 * yet. Made once and used again and again, because five million sessions must cost a few seconds of
 * processor: JSON is written byte by byte into one buffer. Not safe for use by several threads.
 */
final class ScoreRequest {
  private static final int HEAD_BYTES = 256;
  private static final int SCORE_BYTES = 400;

  private final LoadOrder order;
  private final boolean single;
  private final int port;
  private final byte[][] gameIds;
  private final byte[] eventPrefix;
  private final int digits;
  private final byte[] buffer;
  private int at;
  private int start;
  private LocalDate day = LocalDate.EPOCH;
  private byte[] occurredAt = {};
  private long[] ids;
  final int[] game;
  final int[] user;
  final long[] score;

  /** Which of the sessions are not acknowledged. */
  final boolean[] missing;

  /** The place of the n-th session of the request that was sent last. */
  private final int[] sent;

  private int sentCount;
  private int count;

  /**
   * @param batch most sessions; 1 for the route of single scores
   * @param run different for every run, so that no event id is used twice
   */
  ScoreRequest(LoadOrder order, int batch, String run, int port) {
    this.order = order;
    this.single = batch == 1;
    this.port = port;
    this.digits = new UserNames(order.users()).digits();
    this.eventPrefix = ascii(run + "-");
    this.gameIds = new byte[order.games()][];
    Arrays.setAll(gameIds, i -> ascii(order.gameId(i)));
    this.buffer = new byte[HEAD_BYTES + 2 + batch * SCORE_BYTES];
    this.ids = new long[batch];
    this.game = new int[batch];
    this.user = new int[batch];
    this.score = new long[batch];
    this.missing = new boolean[batch];
    this.sent = new int[batch];
  }

  /** Takes sessions, none of which is acknowledged. */
  void take(Sessions sessions, long first, int size) {
    for (int i = 0; i < size; i++) {
      ids[i] = first + i;
      game[i] = sessions.game(first + i);
      user[i] = sessions.user(first + i);
      score[i] = sessions.score(first + i);
    }
    begin(size);
  }

  /** Takes one session of a probe. */
  void takeProbe(long id, int probe, long ofScore) {
    ids[0] = id;
    game[0] = 0;
    user[0] = order.users() + probe;
    score[0] = ofScore;
    begin(1);
  }

  private void begin(int size) {
    count = size;
    Arrays.fill(missing, 0, size, true);
    // Named in the request, so that the period of a session does not depend on another clock.
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    day = now.atOffset(ZoneOffset.UTC).toLocalDate();
    occurredAt = ascii(now.toString());
  }

  int count() {
    return count;
  }

  LocalDate day() {
    return day;
  }

  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return at - start;
  }

  int sentCount() {
    return sentCount;
  }

  /** Which session the n-th of the request is. */
  int sentAt(int n) {
    return sent[n];
  }

  /** Writes the request with what is missing. */
  void write() {
    at = HEAD_BYTES;
    sentCount = 0;
    if (!single) {
      buffer[at++] = '[';
    }
    for (int i = 0; i < count; i++) {
      if (missing[i]) {
        if (sentCount > 0) {
          buffer[at++] = ',';
        }
        sent[sentCount++] = i;
        writeScore(i);
      }
    }
    if (!single) {
      buffer[at++] = ']';
    }
    byte[] head =
        ascii(
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(
                    single ? "/v1/games/" + order.gameId(game[0]) + "/scores" : "/v1/scores",
                    port,
                    at - HEAD_BYTES));
    start = HEAD_BYTES - head.length;
    System.arraycopy(head, 0, buffer, start, head.length);
  }

  private void writeScore(int i) {
    put(OPEN);
    if (!single) {
      put(GAME);
      put(gameIds[game[i]]);
      put(NEXT);
    }
    put(USER);
    if (user[i] < order.users()) {
      buffer[at++] = 'u';
      number(user[i], digits);
    } else {
      buffer[at++] = 'z';
      number(user[i] - order.users(), 1);
    }
    put(SCORE);
    number(score[i], digitsOf(score[i]));
    put(EVENT);
    put(eventPrefix);
    number(ids[i], digitsOf(ids[i]));
    put(OCCURRED);
    put(occurredAt);
    put(CLOSE);
  }

  private static final byte[] OPEN = ascii("{");
  private static final byte[] GAME = ascii("\"gameId\":\"");
  private static final byte[] NEXT = ascii("\",");
  private static final byte[] USER = ascii("\"userId\":\"");
  private static final byte[] SCORE = ascii("\",\"score\":");
  private static final byte[] EVENT = ascii(",\"eventId\":\"");
  private static final byte[] OCCURRED = ascii("\",\"occurredAt\":\"");
  private static final byte[] CLOSE = ascii("\"}");

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    at += bytes.length;
  }

  private void number(long value, int places) {
    long rest = value;
    for (int i = at + places - 1; i >= at; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += places;
  }

  private static int digitsOf(long value) {
    int places = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      places++;
    }
    return places;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
