/** A proof that two copies of a board hold the same. */
@NullMarked
package io.leaderboard.events.digest;

import org.jspecify.annotations.NullMarked;
