/** Tests of {@code io.leaderboard.query.archive}. */
package io.leaderboard.query.archive;
