/** The management port of the redis-projector as commands see it. */
@NullMarked
package io.leaderboard.cli.actuator;

import org.jspecify.annotations.NullMarked;
