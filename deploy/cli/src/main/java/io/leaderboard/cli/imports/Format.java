package io.leaderboard.cli.imports;

import java.nio.file.Path;
import java.util.Locale;

/** How a file is laid out. */
enum Format {
  /** A header row, commas, quotes as in RFC 4180. */
  CSV,
  /** A JSON object on each line. */
  NDJSON;

  /** By the file's name; CSV unless it says otherwise. */
  static Format of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? NDJSON : CSV;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
