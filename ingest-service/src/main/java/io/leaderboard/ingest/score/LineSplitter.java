package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.web.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream into lines and reads each. Holds at most the beginning of one line, within its
 * bound: of a longer line the rest is skipped up to its end, however far that is. Blank lines are
 * counted, and are no scores. Not thread-safe.
 */
final class LineSplitter {
  private final byte[] line;
  private final StreamIds ids;
  private int held;
  private boolean skipping;
  private boolean stopped;
  private long index;

  /**
   * @param maxLine longest line, in bytes, without its end
   */
  LineSplitter(int maxLine, StreamIds ids) {
    this.line = new byte[maxLine];
    this.ids = ids;
    this.index = ids.firstLine();
  }

  /**
   * The lines that end in the next part of the stream; none behind one that would need an event id
   * and gets none.
   */
  List<BatchEntry> split(byte[] part) {
    List<BatchEntry> entries = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == '\n') {
        endLine(part, from, i, entries);
        from = i + 1;
      }
    }
    hold(part, from, part.length, entries);
    return entries;
  }

  /** The line that the end of the stream ends. */
  List<BatchEntry> end() {
    List<BatchEntry> entries = new ArrayList<>();
    endLine(new byte[0], 0, 0, entries);
    return entries;
  }

  private void endLine(byte[] part, int from, int to, List<BatchEntry> entries) {
    if (held == 0 && !skipping && to - from <= line.length) {
      read(part, from, to - from, entries);
    } else {
      hold(part, from, to, entries);
      if (!skipping) {
        read(line, 0, held, entries);
      }
    }
    held = 0;
    skipping = false;
    index++;
  }

  private void hold(byte[] part, int from, int to, List<BatchEntry> entries) {
    int length = to - from;
    if (skipping || stopped) {
      return;
    }
    if (length > line.length - held) {
      skipping = true;
      entries.add(BatchEntry.refused(index, new ProblemException(ScoreProblems.lineTooLong())));
      return;
    }
    System.arraycopy(part, from, line, held, length);
    held += length;
  }

  private void read(byte[] bytes, int from, int length, List<BatchEntry> entries) {
    if (stopped || isBlank(bytes, from, length)) {
      return;
    }
    try {
      ScoreInput score = JsonInput.read(bytes, from, length, ScoreReader::read);
      entries.add(BatchEntry.of(index, ids.identified(index, score)));
    } catch (ProblemException | InvalidFieldException e) {
      BatchEntry refused = BatchEntry.refused(index, e);
      stopped = refused.isWithoutEventId();
      entries.add(refused);
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** What is held of the line that has not ended; for tests. */
  byte[] held() {
    return Arrays.copyOf(line, held);
  }
}
