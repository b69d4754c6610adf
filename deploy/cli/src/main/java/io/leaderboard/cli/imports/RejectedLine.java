package io.leaderboard.cli.imports;

/**
 * A line that did not become a score.
 *
 * @param line its number in the file, from 1
 */
record RejectedLine(long line, String reason) {}
