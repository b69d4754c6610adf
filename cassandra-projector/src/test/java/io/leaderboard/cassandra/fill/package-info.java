@NullMarked
package io.leaderboard.cassandra.fill;

import org.jspecify.annotations.NullMarked;
