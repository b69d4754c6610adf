@NullMarked
package io.leaderboard.ingest;

import org.jspecify.annotations.NullMarked;
