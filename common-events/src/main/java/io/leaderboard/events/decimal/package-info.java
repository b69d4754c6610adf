/** Exact decimals: what the API calls a number and what the log holds. */
@NullMarked
package io.leaderboard.events.decimal;

import org.jspecify.annotations.NullMarked;
