@NullMarked
package io.leaderboard.cli;

import org.jspecify.annotations.NullMarked;
