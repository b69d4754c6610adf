package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
  @TempDir Path directory;

  @Test
  void quotesAndLineBreaksInCellsAndCarriageReturnsAreRead() throws Exception {
    List<FileRow> rows = rows("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n\r\n\"1\r\n2\",3\r\nlast,4");

    assertThat(rows).extracting(FileRow::line).containsExactly(2L, 4L, 6L);
    assertThat(rows).extracting(FileRow::lastLine).containsExactly(2L, 5L, 6L);
    assertThat(rows.get(0).content()).containsExactly("x, y", "say \"hi\"");
    assertThat(rows.get(1).value("a")).isEqualTo("1\r\n2");
    assertThat(rows.get(2).value("b")).isEqualTo("4");
  }

  @Test
  void aByteOrderMarkDoesNotBelongToTheFirstColumn() throws Exception {
    assertThat(rows("\uFEFFa,b\n1,2\n").get(0).value("a")).isEqualTo("1");
  }

  @Test
  void aQuoteThatIsNeverClosedSaysWhere() {
    assertThatThrownBy(() -> rows("a,b\n1,2\n\"3,4\n5,6\n"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cannot be read on after line 2");
  }

  @Test
  void aRowOfBoundlessLengthIsRefusedBeforeItFillsTheMemory() {
    assertThatThrownBy(() -> rows("a,b\n\"" + "x,\n".repeat(1_000_000)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is a quote not closed?");
  }

  @Test
  void twoColumnsOfOneNameCannotBeMapped() throws Exception {
    try (Rows rows = open("a,a,b\n1,2,3\n")) {
      assertThat(rows.objectionTo(new Mapping("a", "1", "b", null, List.of())))
          .hasValueSatisfying(text -> assertThat(text).contains("2 columns \"a\""));
      assertThat(rows.objectionTo(new Mapping("b", "1", "b", null, List.of()))).isEmpty();
    }
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> rows(""))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is empty");
  }

  private List<FileRow> rows(String content) throws IOException {
    List<FileRow> all = new ArrayList<>();
    try (Rows rows = open(content)) {
      for (FileRow row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
      }
    }
    return all;
  }

  private Rows open(String content) throws IOException {
    return CsvRows.open(Files.writeString(directory.resolve("file.csv"), content), "file.csv", ",");
  }
}
