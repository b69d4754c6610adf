/** What this service measures, declared in one place. */
@NullMarked
package io.leaderboard.query.metrics;

import org.jspecify.annotations.NullMarked;
