/** What every request of a port passes first, whoever answers it. */
@NullMarked
package io.leaderboard.web.gate;

import org.jspecify.annotations.NullMarked;
