package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
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
  void theAdviceOnAnotherEncodingNamesWhatItIsInAndReadsWhatIsCompressed() throws Exception {
    byte[] latin = "Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> survey(latin))
        .hasMessageContaining("\"iconv -f ISO-8859-1 -t UTF-8 " + directory.resolve("file.csv"));
    assertThatThrownBy(() -> survey("a\n".getBytes(StandardCharsets.UTF_16)))
        .hasMessageContaining("iconv -f UTF-16 -t UTF-8");
    assertThatThrownBy(() -> survey(compressed(latin)))
        .hasMessageContaining("is not UTF-8 in line 1")
        .hasMessageContaining("\"gunzip -c " + directory.resolve("file.csv"))
        .hasMessageContaining("| iconv -f ISO-8859-1 -t UTF-8 | deploy/leaderboard import -");
  }

  @Test
  void aCompressedFileThatIsCutOffIsRefusedBeforeAnythingIsSent() throws Exception {
    byte[] whole = compressed("abc\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> survey(Arrays.copyOf(whole, whole.length - 10)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("it is compressed, and its end is missing");
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
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
