@org.jspecify.annotations.NullMarked
package io.leaderboard.query.generation;
