package io.leaderboard.cli.imports;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file with a JSON object on each line. Blank lines are passed over. */
final class NdjsonRows implements Rows {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Reader input;
  private final StringBuilder text = new StringBuilder();
  private long line;

  private NdjsonRows(Reader input) {
    this.input = input;
  }

  static NdjsonRows open(Path file) throws IOException {
    return new NdjsonRows(SourceFile.reader(file));
  }

  @Override
  public @Nullable FileRow next() throws IOException {
    while (readLine()) {
      line++;
      if (text.length() > RecordLimitReader.RECORD_CHARACTERS) {
        return new BrokenRow(
            line,
            line,
            "is longer than %d characters".formatted(RecordLimitReader.RECORD_CHARACTERS));
      }
      String content = text.toString().strip();
      if (!content.isEmpty()) {
        return parse(content);
      }
    }
    return null;
  }

  /** Which fields there are differs from line to line. */
  @Override
  public Optional<String> objectionTo(Mapping mapping) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private FileRow parse(String content) {
    try {
      JsonNode object = JSON.readTree(content);
      return object.isObject()
          ? new JsonRow(line, object, content)
          : new BrokenRow(line, line, "is not a JSON object");
    } catch (JacksonException e) {
      return new BrokenRow(line, line, "is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Keeps one character more than is allowed, however long the line is. */
  private boolean readLine() throws IOException {
    text.setLength(0);
    int c = input.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() <= RecordLimitReader.RECORD_CHARACTERS) {
        text.append((char) c);
      }
      c = input.read();
    }
    return true;
  }

  private record JsonRow(long line, JsonNode object, String text) implements FileRow {
    @Override
    public long lastLine() {
      return line;
    }

    @Override
    public @Nullable String value(String field) throws RejectedLineException {
      JsonNode value = object.get(field);
      if (value == null) {
        return null;
      }
      if (value.isContainer()) {
        throw new RejectedLineException(
            "field \"%s\" must be a string, a number or a boolean".formatted(field));
      }
      return value.isNull() ? "" : value.asString();
    }

    @Override
    public List<String> content() {
      return List.of(text);
    }
  }
}
