/** Tests of {@code io.leaderboard.query.generation}. */
package io.leaderboard.query.generation;
