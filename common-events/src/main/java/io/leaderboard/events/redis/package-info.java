/** Where things lie in Redis: agreed between the service that writes and the one that reads. */
@NullMarked
package io.leaderboard.events.redis;

import org.jspecify.annotations.NullMarked;
