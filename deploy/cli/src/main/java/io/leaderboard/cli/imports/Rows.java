package io.leaderboard.cli.imports;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a file, in order. Not safe for use by several threads. */
interface Rows extends AutoCloseable {
  /** The next row, null after the last. */
  @Nullable FileRow next() throws IOException;

  /** A message for the user when the file cannot have these columns at all. */
  Optional<String> objectionTo(Mapping mapping);

  @Override
  void close() throws IOException;

  static Rows open(SourceFile source, ImportOrder order) throws IOException {
    return order.format() == Format.CSV
        ? CsvRows.open(source.path(), source.name(), order.delimiter())
        : NdjsonRows.open(source.path());
  }
}
