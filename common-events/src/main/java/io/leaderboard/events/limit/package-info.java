/** What identifiers and texts may be, and the error that says so. */
@NullMarked
package io.leaderboard.events.limit;

import org.jspecify.annotations.NullMarked;
