/** How far an answer is behind the log, and reading one's own writes. */
@NullMarked
package io.leaderboard.query.freshness;

import org.jspecify.annotations.NullMarked;
