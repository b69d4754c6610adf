package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Named;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.ingest.json.JsonInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a board of a definition; every field but {@code id} has a default. */
final class BoardReader {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "aggregation",
          "order",
          "metric",
          "period",
          "seasons",
          "ties",
          "retention",
          "shards");

  private static final List<String> FIELDS_OF_SEASON = List.of("name", "start", "end");

  private final JsonInput input;
  private @Nullable String id;
  private Aggregation aggregation = Aggregation.BEST;
  private Order order = Order.DESC;
  private String metric = BoardDefinition.SCORE;
  private PeriodKind period = PeriodKind.ALL_TIME;
  private List<Season> seasons = List.of();
  private Ties ties = Ties.SHARED;
  private int retention = BoardDefinition.DEFAULT_RETENTION;
  private int shards = 1;

  private BoardReader(JsonInput input) {
    this.input = input;
  }

  /** The board that is the current value. */
  static BoardDefinition read(JsonInput input) {
    return new BoardReader(input).read();
  }

  private BoardDefinition read() {
    input.object(FIELDS, this::field);
    String read = id == null ? "" : id;
    return input.at(
        () ->
            new BoardDefinition(
                read, aggregation, order, metric, period, seasons, ties, retention, shards));
  }

  private boolean field(String field) {
    switch (field) {
      case "id" -> id = input.text();
      case "aggregation" -> aggregation = choice(Aggregation.class, aggregation);
      case "order" -> order = choice(Order.class, order);
      case "metric" -> metric = orElse(input.text(), metric);
      case "period" -> period = choice(PeriodKind.class, period);
      case "ties" -> ties = choice(Ties.class, ties);
      case "retention" -> retention = orElse(input.integer(), retention);
      case "shards" -> shards = orElse(input.integer(), shards);
      case "seasons" -> {
        if (!input.isNull()) {
          List<Season> read = new ArrayList<>();
          input.array(BoardDefinition.MAX_SEASONS, i -> read.add(season()));
          seasons = read;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Season season() {
    String[] name = {""};
    long[] times = {Long.MIN_VALUE, Long.MIN_VALUE};
    input.object(
        FIELDS_OF_SEASON,
        field -> {
          switch (field) {
            case "name" -> name[0] = orElse(input.text(), "");
            case "start" -> times[0] = time();
            case "end" -> times[1] = time();
            default -> {
              return false;
            }
          }
          return true;
        });
    return input.at(
        () -> {
          requireThere("start", times[0]);
          requireThere("end", times[1]);
          return new Season(name[0], times[0], times[1]);
        });
  }

  /** A time, or the one that stands for none. */
  private long time() {
    String text = input.text();
    return text == null ? Long.MIN_VALUE : Rfc3339.parse(input.path(), text);
  }

  private static void requireThere(String field, long time) {
    if (time == Long.MIN_VALUE) {
      throw new InvalidFieldException(
          field, "is missing: it must be a time as RFC 3339 has it, 2026-01-31T12:00:00Z");
    }
  }

  private <E extends Enum<E> & Named> E choice(Class<E> choices, E absent) {
    String text = input.text();
    return text == null ? absent : Named.parse(input.path(), text, choices);
  }

  private static <T> T orElse(@Nullable T value, T absent) {
    return value == null ? absent : value;
  }
}
