/**
 * The log as the services use it, over kafka-clients: its topics and settings, what the topic
 * {@code games} defines, and where it ends.
 */
@NullMarked
package io.leaderboard.log;

import org.jspecify.annotations.NullMarked;
