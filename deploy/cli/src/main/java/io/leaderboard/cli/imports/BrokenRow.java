package io.leaderboard.cli.imports;

import java.util.List;

/** A row of which nothing can be used. */
record BrokenRow(long line, long lastLine, String reason) implements FileRow {
  @Override
  public String value(String column) throws RejectedLineException {
    throw new RejectedLineException(reason);
  }

  @Override
  public List<String> content() {
    return List.of();
  }
}
