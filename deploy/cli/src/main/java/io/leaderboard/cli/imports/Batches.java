package io.leaderboard.cli.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a file into batches, from the first line that is not confirmed. */
final class Batches {
  /** A request: some tens of milliseconds of work for the service, and one entry of the journal. */
  static final int LINES = 5_000;

  static final int CHARACTERS = 1 << 20;

  /** So that the journal advances as well where the conditions leave nearly everything out. */
  private static final int ROWS = 20 * LINES;

  private final Rows rows;
  private final ScoreLines scoreLines;
  private final long confirmed;

  Batches(Rows rows, ScoreLines scoreLines, long confirmed) {
    this.rows = rows;
    this.scoreLines = scoreLines;
    this.confirmed = confirmed;
  }

  /** The next batch, null after the last. */
  @Nullable Batch next() throws IOException {
    List<ScoreLine> lines = new ArrayList<>();
    List<RejectedLine> rejected = new ArrayList<>();
    long skipped = 0;
    long characters = 0;
    long lastLine = -1;
    int taken = 0;
    while (taken < ROWS
        && lines.size() < LINES
        && rejected.size() < LINES
        && characters < CHARACTERS) {
      FileRow row = rows.next();
      if (row == null) {
        break;
      }
      boolean isNew = row.line() > confirmed;
      try {
        Optional<ScoreLine> line = scoreLines.of(row);
        if (isNew && line.isPresent()) {
          lines.add(line.get());
          characters += line.get().json().length();
        } else if (isNew) {
          skipped++;
        }
      } catch (RejectedLineException e) {
        if (isNew) {
          rejected.add(new RejectedLine(row.line(), e.reason()));
        }
      }
      if (isNew) {
        taken++;
        lastLine = row.lastLine();
      }
    }
    return lastLine < 0 ? null : new Batch(lines, rejected, skipped, lastLine);
  }
}
