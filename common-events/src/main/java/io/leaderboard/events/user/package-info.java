/** Who a user is, as it stands in the topic of users. */
@NullMarked
package io.leaderboard.events.user;

import org.jspecify.annotations.NullMarked;
