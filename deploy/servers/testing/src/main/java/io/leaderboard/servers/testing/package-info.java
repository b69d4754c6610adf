/**
 * The servers that integration tests run against: from Docker where an engine answers, else local
 * processes.
 */
@NullMarked
package io.leaderboard.servers.testing;

import org.jspecify.annotations.NullMarked;
