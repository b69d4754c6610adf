/** Games and boards: what is defined, the log of definitions and its fold. */
@NullMarked
package io.leaderboard.events.game;

import org.jspecify.annotations.NullMarked;
