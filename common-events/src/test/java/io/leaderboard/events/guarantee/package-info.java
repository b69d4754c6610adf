/**
 * What the platform promises, as objects that tests observe a run with: each guarantee says which
 * histories are legal and which are not, and shows what was illegal in one. A test names those that
 * it gives up, with the reason.
 */
@NullMarked
package io.leaderboard.events.guarantee;

import org.jspecify.annotations.NullMarked;
