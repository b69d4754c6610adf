/** What holds for the system as a whole: its boundaries, and the main job on the real stack. */
@NullMarked
package io.leaderboard.acceptance;

import org.jspecify.annotations.NullMarked;
