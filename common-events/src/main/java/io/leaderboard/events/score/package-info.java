/** The records of the topic score-events and their codec. */
@NullMarked
package io.leaderboard.events.score;

import org.jspecify.annotations.NullMarked;
