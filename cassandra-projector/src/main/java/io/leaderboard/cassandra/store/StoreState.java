package io.leaderboard.cassandra.store;

/** How this service stands to Cassandra. */
public sealed interface StoreState {
  /**
   * Not connected yet; tried again until it is.
   *
   * @param reason what is waited for, for people
   */
  record Connecting(String reason) implements StoreState {}

  /** Connected once, with all tables. The driver reconnects by itself from here on. */
  record Open(Store store) implements StoreState {}

  /**
   * The tables are not those that this service works on. Looked at again from time to time.
   *
   * @param reason what is wrong and what to do
   */
  record Refused(String reason) implements StoreState {}
}
