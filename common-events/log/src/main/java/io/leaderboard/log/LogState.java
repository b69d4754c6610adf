package io.leaderboard.log;

import io.leaderboard.events.game.LogSettings;

/** How a service stands to the log. */
public sealed interface LogState {
  /**
   * The log could not be opened yet; tried again until it can.
   *
   * @param reason what is waited for, for people
   */
  record Opening(String reason) implements LogState {}

  /**
   * The log is open and its games are known.
   *
   * @param topicId the id of {@code score-events}: another one means that the topic was created
   *     anew, and that positions of the former one mean nothing
   */
  record Open(LogSettings settings, String topicId) implements LogState {}

  /**
   * The log is not one that this service can work on. Final until the service is restarted.
   *
   * @param reason what is wrong and what to do
   */
  record Refused(String reason) implements LogState {}
}
