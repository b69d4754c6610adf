package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A CSV file whose first row names the columns. Blank lines are passed over. */
final class CsvRows implements Rows {
  private final String file;
  private final RecordLimitReader input;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;
  private final Map<String, Integer> indexes = new HashMap<>();

  private CsvRows(String file, RecordLimitReader input, String delimiter) throws IOException {
    this.file = file;
    this.input = input;
    this.parser = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get().parse(input);
    this.records = parser.iterator();
    CSVRecord header = nextRecord();
    if (header == null) {
      throw new CommandException(file + " is empty; a CSV file begins with a row of column names");
    }
    this.columns = header.stream().map(String::strip).toList();
    for (int index = 0; index < columns.size(); index++) {
      indexes.putIfAbsent(columns.get(index), index);
    }
  }

  /**
   * @param name of the file, for people
   * @param delimiter one character
   */
  static CsvRows open(Path file, String name, String delimiter) throws IOException {
    RecordLimitReader input = new RecordLimitReader(SourceFile.reader(file));
    try {
      return new CsvRows(name, input, delimiter);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public @Nullable FileRow next() throws IOException {
    CSVRecord record = nextRecord();
    if (record == null) {
      return null;
    }
    long lastLine = parser.getCurrentLineNumber();
    long line = lastLine - record.stream().mapToLong(CsvRows::lineBreaks).sum();
    if (record.size() != columns.size()) {
      return new BrokenRow(
          line,
          lastLine,
          "has %d columns, but the header has %d".formatted(record.size(), columns.size()));
    }
    return new CsvRow(line, lastLine, record, indexes);
  }

  @Override
  public Optional<String> objectionTo(Mapping mapping) {
    for (String column : mapping.requiredColumns()) {
      long found = columns.stream().filter(column::equals).count();
      if (found == 0) {
        return Optional.of(
            "%s has no column \"%s\"; it has: %s%s"
                .formatted(
                    file,
                    column,
                    String.join(", ", columns),
                    columns.size() == 1 ? " (one column: is --delimiter right?)" : ""));
      }
      if (found > 1) {
        return Optional.of(
            "%s has %d columns \"%s\"; rename all but one".formatted(file, found, column));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private @Nullable CSVRecord nextRecord() {
    long before = parser.getCurrentLineNumber();
    input.beginRecord();
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      // After a broken quote nobody can tell where the next row begins.
      throw new CommandException(
          "%s cannot be read on after line %d: %s; mend the file and import it again"
              .formatted(file, before, reasonOf(e)),
          e);
    }
  }

  private static String reasonOf(UncheckedIOException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }

  private static long lineBreaks(String cell) {
    long breaks = 0;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == cell.length() || cell.charAt(i + 1) != '\n'))) {
        breaks++;
      }
    }
    return breaks;
  }

  private record CsvRow(long line, long lastLine, CSVRecord record, Map<String, Integer> indexes)
      implements FileRow {
    @Override
    public @Nullable String value(String column) {
      Integer index = indexes.get(column);
      return index == null ? null : record.get(index);
    }

    @Override
    public List<String> content() {
      return record.toList();
    }
  }
}
