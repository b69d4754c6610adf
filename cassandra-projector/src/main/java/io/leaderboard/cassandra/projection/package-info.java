/** The projection itself: what the consumer loop calls, and what watches over it. */
@NullMarked
package io.leaderboard.cassandra.projection;

import org.jspecify.annotations.NullMarked;
