/** Tests of {@code io.leaderboard.query.board}. */
package io.leaderboard.query.board;
