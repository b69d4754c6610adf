/** {@code rebuild}: has Redis filled again from the log, and follows it. */
@NullMarked
package io.leaderboard.cli.rebuild;

import org.jspecify.annotations.NullMarked;
