@NullMarked
package io.leaderboard.cli.bench;

import org.jspecify.annotations.NullMarked;
