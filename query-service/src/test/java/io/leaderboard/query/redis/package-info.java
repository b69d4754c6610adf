/** Tests of {@code io.leaderboard.query.redis}. */
package io.leaderboard.query.redis;
