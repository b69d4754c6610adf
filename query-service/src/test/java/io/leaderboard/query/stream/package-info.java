/** Tests of {@code io.leaderboard.query.stream}. */
package io.leaderboard.query.stream;
