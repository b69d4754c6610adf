/** Tests of {@code io.leaderboard.query.profile}. */
package io.leaderboard.query.profile;
