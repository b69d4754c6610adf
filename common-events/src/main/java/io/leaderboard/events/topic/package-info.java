/** Topics, the partition key and positions in the log. */
@NullMarked
package io.leaderboard.events.topic;

import org.jspecify.annotations.NullMarked;
