/** The write API: the application and what its features share. */
@NullMarked
package io.leaderboard.ingest;

import org.jspecify.annotations.NullMarked;
