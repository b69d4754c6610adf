@NullMarked
package io.leaderboard.cli.verify;

import org.jspecify.annotations.NullMarked;
