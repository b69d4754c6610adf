package io.leaderboard.events.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Records as each version of the schema wrote them. A log is read again from its start, so every
 * version must be decoded for ever: files are added, never changed.
 */
class GoldenFilesTest {
  static final List<GoldenRecord> RECORDS = GoldenRecord.ALL;

  @ParameterizedTest
  @FieldSource("RECORDS")
  void decodesWhatWasEverWritten(GoldenRecord golden) throws Exception {
    byte[] bytes = read(golden.path() + ".bin");
    assertThat(golden.decode(bytes)).isEqualTo(golden.record());
  }

  @ParameterizedTest
  @FieldSource("RECORDS")
  void readsTheSameTextOutOfTheBytes(GoldenRecord golden) throws Exception {
    assertThat(golden.text(read(golden.path() + ".bin")))
        .isEqualTo(new String(read(golden.path() + ".txt"), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @FieldSource("RECORDS")
  void writesARecordThatHoldsWhatTheGoldenOneHolds(GoldenRecord golden) throws Exception {
    // Not byte by byte: a later version may write further fields, and in another order.
    assertThat(golden.text(golden.encoded()))
        .isEqualTo(new String(read(golden.path() + ".txt"), StandardCharsets.UTF_8));
  }

  @Test
  void hasFilesThatNobodyChanged() throws Exception {
    Map<String, String> digests = new TreeMap<>();
    for (GoldenRecord golden : RECORDS) {
      for (String file : List.of(golden.path() + ".bin", golden.path() + ".txt")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(read(file));
        digests.put(file, HexFormat.of().formatHex(digest));
      }
    }
    StringBuilder sums = new StringBuilder();
    digests.forEach((file, digest) -> sums.append(digest).append("  ").append(file).append('\n'));
    assertThat(sums.toString()).isEqualTo(new String(read("SHA256SUMS"), StandardCharsets.UTF_8));
  }

  @Test
  void coversEveryFileThereIs() throws Exception {
    Path directory = Path.of(Objects.requireNonNull(getClass().getResource("/golden/v1")).toURI());
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> "v1/" + file.getFileName()).filter(name -> name.endsWith("bin")))
          .containsExactlyInAnyOrderElementsOf(
              RECORDS.stream().map(golden -> golden.path() + ".bin").toList());
    }
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream stream = GoldenFilesTest.class.getResourceAsStream("/golden/" + file)) {
      return Objects.requireNonNull(stream, file).readAllBytes();
    }
  }
}
