/**
 * {@code bench}: measures what the services do against the limit that the same machine has in the
 * same minute: a bare server, or the store's own tool, and the service in turn.
 */
@NullMarked
package io.leaderboard.cli.bench;

import org.jspecify.annotations.NullMarked;
