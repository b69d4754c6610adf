package io.leaderboard.cli.imports;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows into score lines. Not safe for use by several threads. */
final class ScoreLines {
  /**
   * Beyond this an exponent stays one: the service refuses the number, and the line stays short.
   */
  private static final int PLAIN_SCALE = 64;

  private final String game;
  private final Mapping mapping;
  private final OccurredAt occurredAt;
  private final LineIds ids = new LineIds();
  private final JsonMapper json = JsonMapper.shared();
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();

  ScoreLines(String game, Mapping mapping, OccurredAt occurredAt) {
    this.game = game;
    this.mapping = mapping;
    this.occurredAt = occurredAt;
  }

  /**
   * The line to send for a row, empty when the conditions leave it out. Every row of the file must
   * pass through here in order, those that were confirmed before as well: ids count identical rows.
   */
  Optional<ScoreLine> of(FileRow row) throws RejectedLineException {
    String madeId = mapping.id() == null ? ids.next(row.content()) : null;
    for (Mapping.Condition condition : mapping.where()) {
      if (!condition.value().equals(row.value(condition.column()))) {
        return Optional.empty();
      }
    }
    String user = present(row, mapping.user());
    BigDecimal score = score(row);
    String time = occurredAt.parse(present(row, mapping.at()).strip()).toString();
    String id = madeId == null ? present(row, String.valueOf(mapping.id())).strip() : madeId;
    return Optional.of(new ScoreLine(row.line(), write(user, score, time, id)));
  }

  private BigDecimal score(FileRow row) throws RejectedLineException {
    @Nullable String cell = row.value(mapping.score());
    Optional<BigDecimal> constant = Mapping.number(mapping.score());
    if (cell == null && constant.isPresent()) {
      return constant.get();
    }
    String text = present(row, mapping.score()).strip();
    return Mapping.number(text)
        .orElseThrow(
            () ->
                new RejectedLineException(
                    "column \"%s\" must be a number, but is \"%s\""
                        .formatted(mapping.score(), text)));
  }

  /** A user id may consist of blanks: only the service says which ids are allowed. */
  private static String present(FileRow row, String column) throws RejectedLineException {
    String value = row.value(column);
    if (value == null) {
      throw new RejectedLineException("has no \"%s\"".formatted(column));
    }
    if (value.isEmpty()) {
      throw new RejectedLineException("column \"%s\" is empty".formatted(column));
    }
    return value;
  }

  private String write(String user, BigDecimal score, String time, String id)
      throws RejectedLineException {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringProperty("gameId", game);
      out.writeStringProperty("userId", user);
      out.writeName("score");
      out.writeNumber(
          Math.abs(score.scale()) <= PLAIN_SCALE ? score.toPlainString() : score.toString());
      out.writeStringProperty("eventId", id);
      out.writeStringProperty("occurredAt", time);
      out.writeEndObject();
    }
    // A JSON file can escape half of a surrogate pair, and an encoder would make a question mark of
    // it, so another user.
    if (!utf8.canEncode(text.getBuffer())) {
      throw new RejectedLineException("has a lone surrogate in its user or event id");
    }
    return text.toString();
  }
}
