package io.leaderboard.events.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against the parser that is generated from the schema. */
class ScoreRecordParserTest {
  private static final int CASES = 50_000;
  private static final int NESTED = 100_000;

  private final Seed seed = Seed.fresh();
  private final Random random = seed.random();

  @Test
  void readsDamagedRecordsLikeTheGeneratedParser() {
    int read = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = damaged(records(1 + random.nextInt(3)));
      Object expected = generated(bytes);
      assertThat(parsed(bytes)).as("%s of %s", Arrays.toString(bytes), seed).isEqualTo(expected);
      read += expected instanceof Optional ? 1 : 0;
    }
    assertThat(read).as("both kinds of cases occur: %s", seed).isBetween(CASES / 10, CASES);
  }

  @Test
  void refusesGroupsInGroupsLikeTheGeneratedParser() {
    for (int depth : new int[] {1, 50, NESTED}) {
      byte[] bytes = new byte[2 * depth];
      Arrays.fill(bytes, 0, depth, (byte) (15 << 3 | 3));
      Arrays.fill(bytes, depth, 2 * depth, (byte) (15 << 3 | 4));
      assertThat(parsed(bytes)).as("depth %s", depth).isEqualTo(generated(bytes));
    }
  }

  /** Records one behind the other are one record: the last kind of them, merged. */
  private byte[] records(int count) {
    RandomEvents events = new RandomEvents(seed, List.of(new RandomGames(seed).next("chess")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(
          random.nextInt(4) == 0
              ? ScoreRecordCodec.encode(new PeriodsClosed("chess", random.nextLong()))
              : ScoreRecordCodec.encode(events.next()));
    }
    return bytes.toByteArray();
  }

  private byte[] damaged(byte[] bytes) {
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static Object parsed(byte[] bytes) {
    try {
      return Optional.ofNullable(ScoreRecordParser.parse(bytes));
    } catch (InvalidProtocolBufferException e) {
      return "refused";
    } catch (InvalidFieldException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static Object generated(byte[] bytes) {
    try {
      return Optional.ofNullable(record(io.leaderboard.events.proto.ScoreRecord.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException e) {
      return "refused";
    } catch (InvalidFieldException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static @Nullable ScoreRecord record(io.leaderboard.events.proto.ScoreRecord record) {
    var score = record.getScore();
    return switch (record.getRecordCase()) {
      case SCORE ->
          new ScoreEvent(
              score.getEventId(),
              score.getGameId(),
              score.getUserId(),
              score.getScore(),
              score.getScale(),
              score.getMetricsMap(),
              score.getOccurredAt(),
              score.getAcceptedAt(),
              score.getMatchId().isEmpty() ? null : score.getMatchId(),
              score.getMetadataMap());
      case PERIODS_CLOSED ->
          new PeriodsClosed(
              record.getPeriodsClosed().getGameId(), record.getPeriodsClosed().getThrough());
      case RECORD_NOT_SET -> null;
    };
  }
}
