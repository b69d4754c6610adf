/** The service as a whole, on real servers. */
package io.leaderboard.query;
