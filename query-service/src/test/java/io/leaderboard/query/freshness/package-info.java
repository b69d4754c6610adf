/** Tests of {@code io.leaderboard.query.freshness}. */
package io.leaderboard.query.freshness;
