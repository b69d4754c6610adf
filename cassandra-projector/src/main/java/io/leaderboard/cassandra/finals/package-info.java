/** The statements of the tables that hold archived final standings. */
@NullMarked
package io.leaderboard.cassandra.finals;

import org.jspecify.annotations.NullMarked;
