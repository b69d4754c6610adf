/** Tests of {@code io.leaderboard.query.history}. */
package io.leaderboard.query.history;
