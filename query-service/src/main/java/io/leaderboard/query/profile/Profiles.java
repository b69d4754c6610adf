package io.leaderboard.query.profile;

import io.leaderboard.events.user.UserProfile;
import org.jspecify.annotations.Nullable;

/** What is shown of users. Thread-safe. */
@FunctionalInterface
public interface Profiles {
  /** What is shown of a user, null when nothing is known. */
  @Nullable UserProfile of(String userId);
}
