package io.leaderboard.cassandra.statement;

import java.util.Locale;

/** The statements of this service, as metrics name them. */
public enum StatementKind {
  INSERT_EVENT,
  INSERT_MONTH,
  SELECT_STANDING,
  INSERT_STANDING,
  SELECT_POSITIONS,
  INSERT_POSITION,
  SELECT_CLOSINGS,
  INSERT_CLOSING,
  DELETE_CLOSING;

  /** The value of the tag {@code statement}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
