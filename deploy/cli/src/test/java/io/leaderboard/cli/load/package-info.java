@NullMarked
package io.leaderboard.cli.load;

import org.jspecify.annotations.NullMarked;
