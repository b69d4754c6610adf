@NullMarked
package io.leaderboard.ingest.json;

import org.jspecify.annotations.NullMarked;
