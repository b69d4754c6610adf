@NullMarked
package io.leaderboard.cli.rebuild;

import org.jspecify.annotations.NullMarked;
