/** The log as this service reads it: its games, where it ends, and whether Kafka answers. */
@NullMarked
package io.leaderboard.query.log;

import org.jspecify.annotations.NullMarked;
