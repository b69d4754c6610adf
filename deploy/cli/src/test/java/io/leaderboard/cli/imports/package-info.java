@NullMarked
package io.leaderboard.cli.imports;

import org.jspecify.annotations.NullMarked;
