package io.leaderboard.events.guarantee;

import java.util.Map;

/**
 * Digests of boards at one position.
 *
 * @param origin what the boards were made from, in words: live, from the log, from standings
 * @param positions by partition
 * @param boards the digest of each, by game, board and period
 */
public record Digests(String origin, Map<Integer, Long> positions, Map<String, String> boards) {}
