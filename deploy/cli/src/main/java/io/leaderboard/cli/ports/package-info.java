/** The ports of a stack, and the option that says which stack. */
@NullMarked
package io.leaderboard.cli.ports;

import org.jspecify.annotations.NullMarked;
