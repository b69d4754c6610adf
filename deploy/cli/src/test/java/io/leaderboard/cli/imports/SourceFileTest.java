package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
  @TempDir Path directory;

  @Test
  void linesAreCountedWithAndWithoutALastLineBreak() throws Exception {
    assertThat(survey("a\nb\n".getBytes(StandardCharsets.UTF_8)).lines()).isEqualTo(2);
    assertThat(survey("a\r\nb".getBytes(StandardCharsets.UTF_8)).lines()).isEqualTo(2);
    assertThat(survey(new byte[0]).lines()).isZero();
  }

  @Test
  void theDigestIsTheOneThatSha256sumPrints() throws Exception {
    assertThat(survey("abc".getBytes(StandardCharsets.US_ASCII)).digest())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void charactersAcrossChunksAreRead() throws Exception {
    String text = "x" + "é\n".repeat(100_000);

    assertThat(survey(text.getBytes(StandardCharsets.UTF_8)).lines()).isEqualTo(100_000);
  }

  @Test
  void anotherEncodingIsRefusedWithTheLine() {
    assertThatThrownBy(() -> survey("a\nb\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("not UTF-8 in line 3");
    assertThatThrownBy(() -> survey(new byte[] {'a', '\n', (byte) 0xC3}))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("not UTF-8 in line 2");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> SourceFile.survey(directory.resolve("none.csv")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("none.csv is not a file that can be read");
  }

  private SourceFile survey(byte[] content) throws Exception {
    return SourceFile.survey(Files.write(directory.resolve("file.csv"), content));
  }
}
