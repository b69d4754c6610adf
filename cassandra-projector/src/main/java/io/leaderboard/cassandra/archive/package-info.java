/** Archives: the final standings of closed periods, from their topic into their tables. */
@NullMarked
package io.leaderboard.cassandra.archive;

import org.jspecify.annotations.NullMarked;
