/** The games that are defined. */
@NullMarked
package io.leaderboard.query.games;

import org.jspecify.annotations.NullMarked;
