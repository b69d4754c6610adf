package io.leaderboard.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** What a server prints: one file per run, and the run before. */
public record ServerLog(Path file) {
  private static final int TAIL_BYTES = 64 * 1024;
  private static final int LINE_CHARACTERS = 300;
  private static final Pattern TELLING =
      Pattern.compile(
          "error|exception|fatal|can't|cannot|could not|unable|no space left",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STACK_FRAME = Pattern.compile("^(\\s+at |\\s*\\.\\.\\. \\d+ )");

  /**
   * Begins a file for a new run and keeps the former run's beside it, so that logs stay bounded.
   */
  public void roll() throws IOException {
    if (Files.exists(file)) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last line that speaks of an error, else the last line at all. */
  public String tellingLine() {
    List<String> lines =
        tail()
            .lines()
            .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).find())
            .toList();
    String last = "it printed nothing";
    String telling = "";
    for (String line : lines) {
      last = line;
      if (TELLING.matcher(line).find()) {
        telling = line;
      }
    }
    String chosen = (telling.isEmpty() ? last : telling).strip();
    return chosen.length() <= LINE_CHARACTERS
        ? chosen
        : chosen.substring(0, LINE_CHARACTERS) + "...";
  }

  public boolean mentions(String text) {
    return tail().contains(text);
  }

  /** The last 64 KiB; empty where there is no log. */
  public String tail() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(0, log.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, log.length() - log.getFilePointer())];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
