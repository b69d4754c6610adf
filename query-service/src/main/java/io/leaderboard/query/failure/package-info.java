/** What has gone wrong, behind what the JDK wraps it in. */
@NullMarked
package io.leaderboard.query.failure;

import org.jspecify.annotations.NullMarked;
