/** Instants as the API writes them. */
@NullMarked
package io.leaderboard.events.time;

import org.jspecify.annotations.NullMarked;
