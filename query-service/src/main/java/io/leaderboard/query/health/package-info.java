/** Whether this service can serve. */
@NullMarked
package io.leaderboard.query.health;

import org.jspecify.annotations.NullMarked;
