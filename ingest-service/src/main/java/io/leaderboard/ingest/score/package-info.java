/** Scores: one, a batch, a stream. */
@NullMarked
package io.leaderboard.ingest.score;

import org.jspecify.annotations.NullMarked;
