/** {@code verify}: has Redis compared with Cassandra, and tells what differs. */
@NullMarked
package io.leaderboard.cli.verify;

import org.jspecify.annotations.NullMarked;
