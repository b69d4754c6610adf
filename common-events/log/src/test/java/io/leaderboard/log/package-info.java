@NullMarked
package io.leaderboard.log;

import org.jspecify.annotations.NullMarked;
