@NullMarked
package io.leaderboard.cassandra.store;

import org.jspecify.annotations.NullMarked;
