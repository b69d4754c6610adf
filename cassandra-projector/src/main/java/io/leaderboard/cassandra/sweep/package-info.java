/** Deletes standings that nobody needs any more. */
@NullMarked
package io.leaderboard.cassandra.sweep;

import org.jspecify.annotations.NullMarked;
