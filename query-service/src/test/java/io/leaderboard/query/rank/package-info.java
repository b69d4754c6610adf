/** Tests of {@code io.leaderboard.query.rank}. */
package io.leaderboard.query.rank;
