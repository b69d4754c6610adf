package io.leaderboard.cli.imports;

import java.time.Instant;

/**
 * How far an import is.
 *
 * @param file its path when it was imported last; it is known by its digest, not by its name
 * @param digest SHA-256 of the file
 * @param url the ingest service it went to
 * @param linesConfirmed the number of the last line up to which every line is decided
 * @param accepted lines that are in the log
 * @param rejected lines that never will be
 * @param skipped lines that the conditions left out
 * @param rejectionBytes how long the list of rejected lines is
 * @param finished whether the end of the file was reached
 * @param updatedAt when this was written
 */
record JournalState(
    String file,
    String digest,
    String game,
    String mapping,
    String url,
    long linesConfirmed,
    long accepted,
    long rejected,
    long skipped,
    long rejectionBytes,
    boolean finished,
    Instant updatedAt) {

  /** Nothing confirmed yet. */
  static JournalState beginning(SourceFile file, ImportOrder order) {
    return new JournalState(
        file.name(),
        file.digest(),
        order.game(),
        order.mapping().toString(),
        order.url().toString(),
        0,
        0,
        0,
        0,
        0,
        false,
        Instant.now());
  }

  JournalState after(Batch batch, long rejectedByService, long rejectionBytes) {
    return new JournalState(
        file,
        digest,
        game,
        mapping,
        url,
        batch.lastLine(),
        accepted + batch.lines().size() - rejectedByService,
        rejected + batch.rejected().size() + rejectedByService,
        skipped + batch.skipped(),
        rejectionBytes,
        false,
        Instant.now());
  }

  JournalState finishedNow() {
    return new JournalState(
        file,
        digest,
        game,
        mapping,
        url,
        linesConfirmed,
        accepted,
        rejected,
        skipped,
        rejectionBytes,
        true,
        Instant.now());
  }
}
