package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.UndecodableRecordException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GameRecordCodecTest {
  @Test
  void givesBackEveryRecord() throws UndecodableRecordException {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    RandomGames games = new RandomGames(seed);
    for (int i = 0; i < 5_000; i++) {
      GameDefinition definition = games.next("game-" + i);
      assertGivenBack(new GameDefined(definition, random.nextInt(100), random.nextLong()), seed);
      assertGivenBack(new GameSeen(definition, random.nextLong()), seed);
      assertGivenBack(
          new LogSettings(
              1 + random.nextInt(LogSettings.MAX_PARTITIONS),
              1 + random.nextInt(LogSettings.MAX_DUPLICATE_WINDOW),
              random.nextLong()),
          seed);
    }
  }

  @Test
  void readsARecordWithFieldsOfALaterVersion() throws Exception {
    GameSeen seen = new GameSeen(GameDefinition.automatic("chess"), 7);
    var schema = io.leaderboard.events.proto.GameRecord.parseFrom(GameRecordCodec.encode(seen));
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var definition = schema.getGameSeen().getDefinition().toBuilder().setUnknownFields(later);
    byte[] bytes =
        schema.toBuilder()
            .setGameSeen(schema.getGameSeen().toBuilder().setDefinition(definition))
            .setUnknownFields(later)
            .build()
            .toByteArray();
    assertThat(GameRecordCodec.decode(bytes)).isEqualTo(seen);
  }

  @Test
  void refusesAChoiceThatThisVersionDoesNotKnow() throws Exception {
    var schema =
        io.leaderboard.events.proto.GameRecord.parseFrom(
            GameRecordCodec.encode(new GameSeen(GameDefinition.automatic("chess"), 7)));
    var seen = schema.getGameSeen();
    var definition = seen.getDefinition().toBuilder();
    definition.setBoards(0, definition.getBoards(0).toBuilder().setAggregationValue(77));
    byte[] bytes =
        schema.toBuilder()
            .setGameSeen(seen.toBuilder().setDefinition(definition))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> GameRecordCodec.decode(bytes))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("aggregation");
  }

  @Test
  void refusesADefinitionThatIsNotAllowed() throws Exception {
    var schema =
        io.leaderboard.events.proto.GameRecord.parseFrom(
            GameRecordCodec.encode(new GameSeen(GameDefinition.automatic("chess"), 7)));
    var definition = schema.getGameSeen().getDefinition();
    for (var broken :
        new io.leaderboard.events.proto.GameDefinition[] {
          definition.toBuilder().setGameId("").build(),
          definition.toBuilder().setTimeZone("Mars/Olympus").build(),
          definition.toBuilder().setTimeZone("").build(),
          definition.toBuilder().setMinScore("NaN").build(),
          definition.toBuilder().setMaxScore("1e999999999").build(),
          definition.toBuilder().setLateness(Long.MIN_VALUE).build(),
          definition.toBuilder().setLateness(Long.MAX_VALUE).build(),
          definition.toBuilder().setDecimals(-1).build(),
          definition.toBuilder().clearBoards().build(),
          definition.toBuilder().clearClosing().build()
        }) {
      byte[] bytes =
          schema.toBuilder()
              .setGameSeen(schema.getGameSeen().toBuilder().setDefinition(broken))
              .build()
              .toByteArray();
      assertThatThrownBy(() -> GameRecordCodec.decode(bytes))
          .as("%s", broken)
          .isInstanceOf(UndecodableRecordException.class);
    }
  }

  @Test
  void throwsNothingElseWhateverTheBytes() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    byte[] valid = GameRecordCodec.encode(new GameSeen(GameDefinition.automatic("chess"), 7));
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = valid.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(GameRecordCodec.decode(bytes)).isNotNull();
      } catch (UndecodableRecordException e) {
        assertThat(e.getMessage()).as("%s", seed).isNotEmpty();
      }
    }
    assertThatThrownBy(() -> GameRecordCodec.decode(null))
        .isInstanceOf(UndecodableRecordException.class);
    assertThatThrownBy(() -> GameRecordCodec.decode(new byte[0]))
        .isInstanceOf(UndecodableRecordException.class);
  }

  private static void assertGivenBack(GameRecord record, Seed seed)
      throws UndecodableRecordException {
    assertThat(GameRecordCodec.decode(GameRecordCodec.encode(record)))
        .as("%s", seed)
        .isEqualTo(record);
  }
}
