/** Tests of {@code io.leaderboard.query.cassandra}. */
package io.leaderboard.query.cassandra;
