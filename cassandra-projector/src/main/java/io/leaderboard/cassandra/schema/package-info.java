/** The tables: versioned CQL, applied safely by several instances at once, and validated. */
@NullMarked
package io.leaderboard.cassandra.schema;

import org.jspecify.annotations.NullMarked;
