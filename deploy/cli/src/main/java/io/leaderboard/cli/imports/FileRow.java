package io.leaderboard.cli.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of the file: a CSV row or a JSON object. */
interface FileRow {
  /** Where it begins in the file, from 1. */
  long line();

  /** Where it ends; a quoted CSV cell may hold line breaks. */
  long lastLine();

  /**
   * The text of a column or field, null if the row does not have it.
   *
   * @throws RejectedLineException if the whole row is broken, or the field is no plain value
   */
  @Nullable String value(String column) throws RejectedLineException;

  /** What makes the row differ from others: its cells, or the line's text. */
  List<String> content();
}
