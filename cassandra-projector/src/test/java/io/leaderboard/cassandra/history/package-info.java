@NullMarked
package io.leaderboard.cassandra.history;

import org.jspecify.annotations.NullMarked;
