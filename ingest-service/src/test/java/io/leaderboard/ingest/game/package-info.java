@NullMarked
package io.leaderboard.ingest.game;

import org.jspecify.annotations.NullMarked;
