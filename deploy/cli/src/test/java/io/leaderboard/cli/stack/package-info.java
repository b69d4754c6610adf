@NullMarked
package io.leaderboard.cli.stack;

import org.jspecify.annotations.NullMarked;
