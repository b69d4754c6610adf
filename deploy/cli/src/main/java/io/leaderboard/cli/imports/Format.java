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
    String name = withoutGz(file);
    return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? NDJSON : CSV;
  }

  /** What stands between the cells of a CSV file, by its name. */
  static String delimiterOf(Path file) {
    return withoutGz(file).endsWith(".tsv") ? "\t" : ",";
  }

  private static String withoutGz(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
