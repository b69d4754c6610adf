@NullMarked
package io.leaderboard.ingest.publish;

import org.jspecify.annotations.NullMarked;
