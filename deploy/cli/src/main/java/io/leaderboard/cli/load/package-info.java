/**
 * {@code load}: makes the traffic of a game, measures how long everything takes, and compares every
 * entry of every board with what was acknowledged.
 */
@NullMarked
package io.leaderboard.cli.load;

import org.jspecify.annotations.NullMarked;
