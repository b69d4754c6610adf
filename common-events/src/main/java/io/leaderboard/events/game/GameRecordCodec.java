package io.leaderboard.events.game;

import com.google.protobuf.InvalidProtocolBufferException;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.UndecodableRecordException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the topic {@code games} to bytes and back. Thread-safe, without state. */
public final class GameRecordCodec {
  private GameRecordCodec() {}

  /** The bytes of a record. */
  public static byte[] encode(GameRecord record) {
    var bytes = io.leaderboard.events.proto.GameRecord.newBuilder();
    if (record instanceof GameDefined defined) {
      bytes.setGameDefined(
          io.leaderboard.events.proto.GameDefined.newBuilder()
              .setDefinition(encode(defined.definition()))
              .setBasedOnVersion(defined.basedOn())
              .setDefinedAt(defined.definedAt()));
    } else if (record instanceof GameSeen seen) {
      bytes.setGameSeen(
          io.leaderboard.events.proto.GameSeen.newBuilder()
              .setDefinition(encode(seen.definition()))
              .setSeenAt(seen.seenAt()));
    } else if (record instanceof DefinitionBounds bounds) {
      bytes.setDefinitionBounds(
          io.leaderboard.events.proto.DefinitionBounds.newBuilder()
              .setGames(bounds.games())
              .setDefinitionBytes(bounds.definitionBytes())
              .setInitial(bounds.initial()));
    } else {
      LogSettings settings = (LogSettings) record;
      bytes.setLogSettings(
          io.leaderboard.events.proto.LogSettings.newBuilder()
              .setPartitions(settings.partitions())
              .setDuplicateWindow(settings.duplicateWindow())
              .setCreatedAt(settings.createdAt()));
    }
    return bytes.build().toByteArray();
  }

  /**
   * What {@code bytes} hold.
   *
   * @throws UndecodableRecordException when they are null or no record that is allowed; every
   *     service then leaves it out of its fold, so that all agree
   */
  public static GameRecord decode(byte @Nullable [] bytes) throws UndecodableRecordException {
    if (bytes == null) {
      throw new UndecodableRecordException("no value");
    }
    try {
      var record = io.leaderboard.events.proto.GameRecord.parseFrom(bytes);
      return switch (record.getRecordCase()) {
        case LOG_SETTINGS -> settings(record.getLogSettings());
        case GAME_DEFINED -> defined(record.getGameDefined());
        case GAME_SEEN ->
            new GameSeen(
                decode(record.getGameSeen().getDefinition()), record.getGameSeen().getSeenAt());
        case DEFINITION_BOUNDS -> bounds(record.getDefinitionBounds());
        case RECORD_NOT_SET ->
            throw new UndecodableRecordException("neither settings nor a definition nor a game");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableRecordException("not a GameRecord: " + e.getMessage(), e);
    } catch (InvalidFieldException | DateTimeException | NumberFormatException e) {
      throw new UndecodableRecordException("not allowed: " + e.getMessage(), e);
    }
  }

  private static LogSettings settings(io.leaderboard.events.proto.LogSettings settings) {
    return new LogSettings(
        settings.getPartitions(), settings.getDuplicateWindow(), settings.getCreatedAt());
  }

  private static DefinitionBounds bounds(io.leaderboard.events.proto.DefinitionBounds bounds) {
    return new DefinitionBounds(
        bounds.getGames(), bounds.getDefinitionBytes(), bounds.getInitial());
  }

  private static GameDefined defined(io.leaderboard.events.proto.GameDefined defined) {
    return new GameDefined(
        decode(defined.getDefinition()), defined.getBasedOnVersion(), defined.getDefinedAt());
  }

  private static io.leaderboard.events.proto.GameDefinition encode(GameDefinition definition) {
    return io.leaderboard.events.proto.GameDefinition.newBuilder()
        .setGameId(definition.gameId())
        .setName(definition.name())
        .setDescription(definition.description())
        .setActive(definition.active())
        .setDecimals(definition.decimals())
        .setTimeZone(definition.timeZone().getId())
        .setClosing(io.leaderboard.events.proto.Closing.valueOf(definition.closing().name()))
        .setLateness(definition.lateness().toMillis())
        .setMinScore(text(definition.minScore()))
        .setMaxScore(text(definition.maxScore()))
        .addAllBoards(definition.boards().stream().map(GameRecordCodec::encode).toList())
        .build();
  }

  private static io.leaderboard.events.proto.BoardDefinition encode(BoardDefinition board) {
    return io.leaderboard.events.proto.BoardDefinition.newBuilder()
        .setBoardId(board.id())
        .setAggregation(io.leaderboard.events.proto.Aggregation.valueOf(board.aggregation().name()))
        .setOrder(io.leaderboard.events.proto.Order.valueOf(board.order().name()))
        .setMetric(board.metric())
        .setPeriod(io.leaderboard.events.proto.Period.valueOf(board.period().name()))
        .addAllSeasons(board.seasons().stream().map(GameRecordCodec::encode).toList())
        .setTies(io.leaderboard.events.proto.Ties.valueOf(board.ties().name()))
        .setRetention(board.retention())
        .setShards(board.shards())
        .build();
  }

  private static io.leaderboard.events.proto.Season encode(Season season) {
    return io.leaderboard.events.proto.Season.newBuilder()
        .setName(season.name())
        .setStart(season.start())
        .setEnd(season.end())
        .build();
  }

  private static GameDefinition decode(io.leaderboard.events.proto.GameDefinition definition) {
    return new GameDefinition(
        definition.getGameId(),
        definition.getName(),
        definition.getDescription(),
        definition.getActive(),
        definition.getDecimals(),
        ZoneId.of(definition.getTimeZone()),
        choice("closing", definition.getClosing().name(), Closing.class),
        Duration.ofMillis(definition.getLateness()),
        decimal(definition.getMinScore()),
        decimal(definition.getMaxScore()),
        definition.getBoardsList().stream().map(GameRecordCodec::decode).toList());
  }

  private static BoardDefinition decode(io.leaderboard.events.proto.BoardDefinition board) {
    List<Season> seasons =
        board.getSeasonsList().stream()
            .map(season -> new Season(season.getName(), season.getStart(), season.getEnd()))
            .toList();
    return new BoardDefinition(
        board.getBoardId(),
        choice("aggregation", board.getAggregation().name(), Aggregation.class),
        choice("order", board.getOrder().name(), Order.class),
        board.getMetric(),
        choice("period", board.getPeriod().name(), PeriodKind.class),
        seasons,
        choice("ties", board.getTies().name(), Ties.class),
        board.getRetention(),
        board.getShards());
  }

  /** Choices have the same names in the schema; one that this version does not know is refused. */
  private static <E extends Enum<E>> E choice(String field, String name, Class<E> choices) {
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equals(name)) {
        return choice;
      }
    }
    throw new InvalidFieldException(field, "is one that this version does not know: " + name);
  }

  private static String text(@Nullable BigDecimal decimal) {
    return decimal == null ? "" : decimal.toPlainString();
  }

  private static @Nullable BigDecimal decimal(String text) {
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}
