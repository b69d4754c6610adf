/** How far the log is applied, and how far it is certainly kept. */
@NullMarked
package io.leaderboard.cassandra.position;

import org.jspecify.annotations.NullMarked;
