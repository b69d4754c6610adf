/** How far long work is, for the person who waits for it. */
@NullMarked
package io.leaderboard.cli.progress;

import org.jspecify.annotations.NullMarked;
