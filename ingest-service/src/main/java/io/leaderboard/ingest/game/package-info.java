/** Game definitions, and games that scores are sent to before anybody defines them. */
@NullMarked
package io.leaderboard.ingest.game;

import org.jspecify.annotations.NullMarked;
