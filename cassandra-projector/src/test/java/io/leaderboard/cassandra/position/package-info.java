@NullMarked
package io.leaderboard.cassandra.position;

import org.jspecify.annotations.NullMarked;
