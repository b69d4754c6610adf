package io.leaderboard.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void theRatioIsThatOfEachRoundAndItsMedianIsJudged() {
    BenchRow row =
        BenchRow.atLeast(
            "n", "events/s", List.of(50.0, 90.0, 30.0), List.of(100.0, 100.0, 50.0), 0.6, "");

    assertThat(row.ratios()).containsExactly(0.5, 0.9, 0.6);
    assertThat(row.judged()).isEqualTo(new Summary(0.6, 0.5, 0.9));
    assertThat(row.isMet()).isTrue();
    assertThat(new ResultTable(List.of(row)).line(row))
        .contains("50.0", "100.0", "0.600", "0.500 - 0.900", ">= 0.6", "yes");
  }

  @Test
  void aMissedTargetIsToldAndCounts() {
    BenchRow slow = BenchRow.atLeast("slow", "events/s", List.of(29.0), List.of(100.0), 0.3, "");
    BenchRow large = BenchRow.atMost("large", "bytes", List.of(103.0), List.of(100.0), 1.02, "");
    BenchRow fine = BenchRow.atMost("fine", "bytes", List.of(102.0), List.of(100.0), 1.02, "");

    assertThat(slow.isMet()).isFalse();
    assertThat(large.isMet()).isFalse();
    assertThat(fine.isMet()).isTrue();
    assertThat(new ResultTable(List.of(fine)).allMet()).isTrue();
    assertThat(new ResultTable(List.of(fine, slow)).allMet()).isFalse();
    assertThat(new ResultTable(List.of(slow)).line(slow)).contains("NO");
  }

  @Test
  void withoutABaselineTheFigureItselfIsCompared() {
    BenchRow row =
        BenchRow.atMost("visible", "ms", List.of(80.0, 120.0, 90.0, 95.0), List.of(), 100, "");

    assertThat(row.judged()).isEqualTo(new Summary(92.5, 80, 120));
    assertThat(row.isMet()).isTrue();
    assertThat(row.document()).containsEntry("atMost", 100.0).containsEntry("met", true);
  }

  @Test
  void aRoundWithoutItsBaselineIsNoRound() {
    assertThatThrownBy(() -> BenchRow.atLeast("n", "u", List.of(1.0, 2.0), List.of(1.0), 1, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
