package io.leaderboard.cli.imports;

/**
 * A score on its way to the ingest API.
 *
 * @param line its number in the file, from 1
 * @param json the request line, without a line break
 */
record ScoreLine(long line, String json) {}
