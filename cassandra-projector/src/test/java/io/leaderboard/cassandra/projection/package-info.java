@NullMarked
package io.leaderboard.cassandra.projection;

import org.jspecify.annotations.NullMarked;
