/**
 * The consumer loop that both projectors share: which records of the log are applied to a store,
 * where to resume, and what happens when the store is away.
 */
@NullMarked
package io.leaderboard.projection;

import org.jspecify.annotations.NullMarked;
