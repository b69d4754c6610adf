/**
 * {@code up}, {@code down}, {@code status}: the whole system on this machine.
 *
 * <p>A supervisor process of its own owns the servers and services, for {@code up} as well as for
 * {@code up -d}; it writes down what it does in a state file, which is all that the commands read.
 */
@NullMarked
package io.leaderboard.cli.stack;

import org.jspecify.annotations.NullMarked;
