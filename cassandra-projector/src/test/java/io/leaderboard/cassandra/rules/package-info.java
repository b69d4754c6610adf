@NullMarked
package io.leaderboard.cassandra.rules;

import org.jspecify.annotations.NullMarked;
