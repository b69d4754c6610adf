/** Closing the periods of a game by hand. */
@NullMarked
package io.leaderboard.ingest.closing;

import org.jspecify.annotations.NullMarked;
