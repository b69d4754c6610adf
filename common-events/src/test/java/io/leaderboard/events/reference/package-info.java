/**
 * What the tests of every module compare with: a naive fold, naive calendars and naive ranking that
 * share nothing with the product's, and seeded random games and events.
 */
@NullMarked
package io.leaderboard.events.reference;

import org.jspecify.annotations.NullMarked;
