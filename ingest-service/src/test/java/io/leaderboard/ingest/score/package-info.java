@NullMarked
package io.leaderboard.ingest.score;

import org.jspecify.annotations.NullMarked;
