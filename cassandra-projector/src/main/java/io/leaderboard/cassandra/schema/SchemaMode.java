package io.leaderboard.cassandra.schema;

/** What a service does about tables that are missing. */
public enum SchemaMode {
  /** It creates them. */
  APPLY,
  /** It refuses to work and says what is missing; for those who apply schemas themselves. */
  VALIDATE
}
