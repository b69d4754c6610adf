/** How far every projection is, for operators. */
@NullMarked
package io.leaderboard.query.status;

import org.jspecify.annotations.NullMarked;
