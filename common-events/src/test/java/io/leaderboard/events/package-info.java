/** What holds for the module as a whole. */
@NullMarked
package io.leaderboard.events;

import org.jspecify.annotations.NullMarked;
