/** Writing to Kafka. */
@NullMarked
package io.leaderboard.redis.publish;

import org.jspecify.annotations.NullMarked;
