package io.leaderboard.events.score;

import com.google.protobuf.InvalidProtocolBufferException;
import io.leaderboard.events.limit.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/** Values of the topic {@code score-events} to bytes and back. Thread-safe, without state. */
public final class ScoreRecordCodec {
  private ScoreRecordCodec() {}

  /** The bytes of a score. */
  public static byte[] encode(ScoreEvent event) {
    var score =
        io.leaderboard.events.proto.ScoreEvent.newBuilder()
            .setEventId(event.eventId())
            .setGameId(event.gameId())
            .setUserId(event.userId())
            .setScore(event.score())
            .setScale(event.scale())
            .setOccurredAt(event.occurredAt())
            .setAcceptedAt(event.acceptedAt());
    if (!event.metrics().isEmpty()) {
      score.putAllMetrics(event.metrics());
    }
    if (!event.metadata().isEmpty()) {
      score.putAllMetadata(event.metadata());
    }
    String matchId = event.matchId();
    if (matchId != null) {
      score.setMatchId(matchId);
    }
    return io.leaderboard.events.proto.ScoreRecord.newBuilder()
        .setScore(score)
        .build()
        .toByteArray();
  }

  /** The bytes of a closing. */
  public static byte[] encode(PeriodsClosed closed) {
    return io.leaderboard.events.proto.ScoreRecord.newBuilder()
        .setPeriodsClosed(
            io.leaderboard.events.proto.PeriodsClosed.newBuilder()
                .setGameId(closed.gameId())
                .setThrough(closed.through()))
        .build()
        .toByteArray();
  }

  /**
   * What {@code bytes} hold.
   *
   * @throws UndecodableRecordException when they are null, no record, or a record that breaks what
   *     the projections rely on
   */
  public static ScoreRecord decode(byte @Nullable [] bytes) throws UndecodableRecordException {
    if (bytes == null) {
      throw new UndecodableRecordException("no value");
    }
    try {
      ScoreRecord record = ScoreRecordParser.parse(bytes);
      if (record == null) {
        throw new UndecodableRecordException("neither a score nor a closing");
      }
      return record;
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableRecordException("not a ScoreRecord: " + e.getMessage(), e);
    } catch (InvalidFieldException e) {
      throw new UndecodableRecordException("not allowed: " + e.getMessage(), e);
    }
  }
}
