/** What is shown of users. */
@NullMarked
package io.leaderboard.ingest.user;

import org.jspecify.annotations.NullMarked;
