package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreLinesTest {
  private static final Map<String, String> CELLS =
      Map.of(
          "u", "Ana \"A\" Ž🙂", "t", "2020-07-01", "s", "0012.50", "i", "id-1", "7", "3", "e", "");

  @Test
  void aRowBecomesOneLineOfJson() throws Exception {
    assertThat(json(new Mapping("u", "s", "t", "i", List.of())))
        .isEqualTo(
            "{\"gameId\":\"g\",\"userId\":\"Ana \\\"A\\\" Ž🙂\",\"score\":12.50,\"eventId\":\"id-1\",\"occurredAt\":\"2020-07-01T00:00:00Z\"}");
  }

  @Test
  void aNumberIsAConstantUnlessAColumnHasThatName() throws Exception {
    assertThat(json(new Mapping("u", "-2.5", "t", "i", List.of()))).contains("\"score\":-2.5,");
    assertThat(json(new Mapping("u", "7", "t", "i", List.of()))).contains("\"score\":3,");
  }

  @Test
  void numbersOfAnySizeReachTheServiceThatKnowsTheRange() throws Exception {
    assertThat(json(new Mapping("u", "1e400", "t", "i", List.of()))).contains("\"score\":1E+400,");
    assertThat(json(new Mapping("u", "1e3", "t", "i", List.of()))).contains("\"score\":1000,");
  }

  @Test
  void whatIsNoNumberIsRejected() {
    assertThatThrownBy(() -> json(new Mapping("u", "u", "t", "i", List.of())))
        .isInstanceOf(RejectedLineException.class)
        .hasMessageContaining("column \"u\" must be a number");
    assertThatThrownBy(() -> json(new Mapping("u", "e", "t", "i", List.of())))
        .hasMessageContaining("column \"e\" is empty");
    assertThatThrownBy(() -> json(new Mapping("u", "NaN", "t", "i", List.of())))
        .hasMessageContaining("has no \"NaN\"");
  }

  @Test
  void halfASurrogatePairIsRejected() {
    assertThatThrownBy(
            () ->
                of(
                    Map.of("u", "x\uD800", "t", "2020-07-01"),
                    new Mapping("u", "1", "t", null, List.of())))
        .isInstanceOf(RejectedLineException.class)
        .hasMessageContaining("lone surrogate");
  }

  @Test
  void linesThatTheConditionsLeaveOutStillCountAmongEqualLines() throws Exception {
    ScoreLines lines =
        new ScoreLines(
            "g", new Mapping("u", "1", "t", null, List.of()), new OccurredAt(ZoneOffset.UTC));

    assertThat(lines.of(new MapRow(CELLS)).orElseThrow().json()).contains("-1\"");
    assertThat(lines.of(new MapRow(CELLS)).orElseThrow().json()).contains("-2\"");
    assertThat(
            new ScoreLines(
                    "g",
                    new Mapping("u", "1", "t", null, List.of(new Mapping.Condition("7", "4"))),
                    new OccurredAt(ZoneOffset.UTC))
                .of(new MapRow(CELLS)))
        .isEmpty();
  }

  private static String json(Mapping mapping) throws RejectedLineException {
    return of(CELLS, mapping);
  }

  private static String of(Map<String, String> cells, Mapping mapping)
      throws RejectedLineException {
    return new ScoreLines("g", mapping, new OccurredAt(ZoneOffset.UTC))
        .of(new MapRow(cells))
        .orElseThrow()
        .json();
  }

  private record MapRow(Map<String, String> cells) implements FileRow {
    @Override
    public long line() {
      return 2;
    }

    @Override
    public long lastLine() {
      return 2;
    }

    @Override
    public @Nullable String value(String column) {
      return cells.get(column);
    }

    @Override
    public List<String> content() {
      return cells.keySet().stream().sorted().map(cells::get).toList();
    }
  }
}
