package io.leaderboard.cli.imports;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Bounds what a parser may take in for one record, so that a quote that is never closed does not
 * fill the memory with the rest of the file.
 */
final class RecordLimitReader extends FilterReader {
  /** Far above any row that the ingest API would take, and above what a parser reads ahead. */
  static final int RECORD_CHARACTERS = 1 << 20;

  private long ofThisRecord;

  RecordLimitReader(Reader in) {
    super(in);
  }

  void beginRecord() {
    ofThisRecord = 0;
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    count(1);
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int characters) throws IOException {
    ofThisRecord += characters;
    if (ofThisRecord > RECORD_CHARACTERS) {
      throw new IOException(
          "a row is longer than %d characters, is a quote not closed?"
              .formatted(RECORD_CHARACTERS));
    }
  }
}
