package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenImportsTest {
  @TempDir Path directory;

  @Test
  void onlyImportsIntoThatServiceOfThisMachineAreForgotten() throws Exception {
    journal("a", "http://127.0.0.1:8081");
    journal("b", "http://localhost:8081/");
    journal("c", "http://127.0.0.1:18081");
    journal("d", "https://scores.example:8081");

    ForgottenImports.of(directory, 8081);

    assertThat(directory).isDirectoryNotContaining("glob:**/{a,b}.json");
    assertThat(directory.resolve("c.json")).exists();
    assertThat(directory.resolve("d.json")).exists();
  }

  private void journal(String name, String url) throws Exception {
    Files.writeString(directory.resolve(name + ".json"), "{\"url\":\"" + url + "\"}");
  }
}
