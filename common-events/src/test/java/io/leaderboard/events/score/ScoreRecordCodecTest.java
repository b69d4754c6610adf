package io.leaderboard.events.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreRecordCodecTest {
  private static final ScoreEvent EVENT =
      new ScoreEvent(
          "e-1", "chess", "Zoë 🏆", -125, 1, Map.of("coins", 3L), 5, 6, "m", Map.of("a", "b"));

  @Test
  void givesBackEveryEvent() throws UndecodableRecordException {
    Seed seed = Seed.fresh();
    RandomEvents events = new RandomEvents(seed, List.of(new RandomGames(seed).next("chess")));
    for (int i = 0; i < 30_000; i++) {
      ScoreEvent event = events.next();
      assertThat(ScoreRecordCodec.decode(ScoreRecordCodec.encode(event)))
          .as("%s", seed)
          .isEqualTo(event);
    }
  }

  @Test
  void givesBackClosings() throws UndecodableRecordException {
    for (long through : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      PeriodsClosed closed = new PeriodsClosed("chess", through);
      assertThat(ScoreRecordCodec.decode(ScoreRecordCodec.encode(closed))).isEqualTo(closed);
    }
  }

  @Test
  void readsAnEventWithFieldsOfALaterVersion() throws Exception {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var schema = io.leaderboard.events.proto.ScoreRecord.parseFrom(ScoreRecordCodec.encode(EVENT));
    byte[] bytes =
        schema.toBuilder()
            .setScore(schema.getScore().toBuilder().setUnknownFields(later))
            .setUnknownFields(later)
            .build()
            .toByteArray();
    assertThat(ScoreRecordCodec.decode(bytes)).isEqualTo(EVENT);
  }

  @Test
  void refusesBytesThatAreNoRecord() {
    for (byte[] bytes :
        new byte[][] {
          {},
          {0},
          {(byte) 0xff},
          {0x0a, 0x7f},
          "{\"userId\":\"a\"}".getBytes(StandardCharsets.UTF_8)
        }) {
      assertThatThrownBy(() -> ScoreRecordCodec.decode(bytes))
          .isInstanceOf(UndecodableRecordException.class);
    }
    assertThatThrownBy(() -> ScoreRecordCodec.decode(null))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessage("no value");
  }

  @Test
  void refusesARecordThatBreaksWhatTheProjectionsRelyOn() throws Exception {
    var schema = io.leaderboard.events.proto.ScoreRecord.parseFrom(ScoreRecordCodec.encode(EVENT));
    var score = schema.getScore();
    for (var broken :
        new io.leaderboard.events.proto.ScoreEvent[] {
          score.toBuilder().clearEventId().build(),
          score.toBuilder().setGameId("a/b").build(),
          score.toBuilder().setUserId("..").build(),
          score.toBuilder().setUserId("a\u0000").build(),
          score.toBuilder().setScore(ScaledLong.MAX + 1).build(),
          score.toBuilder().setScore(Long.MIN_VALUE).build(),
          score.toBuilder().setScale(7).build(),
          score.toBuilder().setScale(-1).build(),
          score.toBuilder().putMetrics("coins", Long.MAX_VALUE).build(),
          score.toBuilder().setOccurredAt(ScoreEvent.EARLIEST - 1).build(),
          score.toBuilder().setOccurredAt(ScoreEvent.END_OF_TIME).build()
        }) {
      assertThatThrownBy(
              () ->
                  ScoreRecordCodec.decode(
                      schema.toBuilder().setScore(broken).build().toByteArray()))
          .as("%s", broken)
          .isInstanceOf(UndecodableRecordException.class)
          .hasCauseInstanceOf(InvalidFieldException.class);
    }
  }

  @Test
  void throwsNothingElseWhateverTheBytes() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    byte[] valid = ScoreRecordCodec.encode(EVENT);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = valid.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ScoreRecordCodec.decode(bytes)).isNotNull();
      } catch (UndecodableRecordException e) {
        assertThat(e.getMessage()).as("%s", seed).isNotEmpty();
      }
    }
  }
}
