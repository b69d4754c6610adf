/** Micro-benchmarks of what every event goes through. */
@NullMarked
package io.leaderboard.events.jmh;

import org.jspecify.annotations.NullMarked;
