package io.leaderboard.cli.imports;

import java.util.List;

/**
 * A run of the file's lines that is decided and confirmed as one.
 *
 * @param lines what is to be sent
 * @param rejected lines that could not become scores
 * @param skipped how many lines the conditions left out
 * @param lastLine of the file up to which this run goes
 */
record Batch(List<ScoreLine> lines, List<RejectedLine> rejected, long skipped, long lastLine) {}
