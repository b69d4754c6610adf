@NullMarked
package io.leaderboard.cassandra.schema;

import org.jspecify.annotations.NullMarked;
