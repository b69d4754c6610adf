/** HTTP as cheap as it can be for who drives load: one blocking, kept-alive connection a thread. */
@NullMarked
package io.leaderboard.cli.http;

import org.jspecify.annotations.NullMarked;
