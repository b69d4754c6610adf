/** The top of a board as server-sent events. */
@NullMarked
package io.leaderboard.query.stream;

import org.jspecify.annotations.NullMarked;
