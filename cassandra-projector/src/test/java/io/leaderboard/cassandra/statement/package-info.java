@NullMarked
package io.leaderboard.cassandra.statement;

import org.jspecify.annotations.NullMarked;
