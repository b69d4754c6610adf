/** What is shown of users: names, avatars and countries, from the topic of users. */
@NullMarked
package io.leaderboard.query.profile;

import org.jspecify.annotations.NullMarked;
