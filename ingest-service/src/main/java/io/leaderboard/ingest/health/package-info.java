/** Whether this service can accept events now. */
@NullMarked
package io.leaderboard.ingest.health;

import org.jspecify.annotations.NullMarked;
