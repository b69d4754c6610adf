/**
 * A real Kafka, Redis and Cassandra as child processes on loopback, for the local stack and for
 * tests.
 *
 * <p>A server never outlives the process it belongs to, see {@link
 * io.leaderboard.servers.ServerSpec#ownerPid()}.
 */
@NullMarked
package io.leaderboard.servers;

import org.jspecify.annotations.NullMarked;
