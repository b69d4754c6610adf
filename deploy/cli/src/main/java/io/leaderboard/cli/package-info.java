/** The {@code deploy/leaderboard} command. */
@NullMarked
package io.leaderboard.cli;

import org.jspecify.annotations.NullMarked;
