@NullMarked
package io.leaderboard.cassandra;

import org.jspecify.annotations.NullMarked;
