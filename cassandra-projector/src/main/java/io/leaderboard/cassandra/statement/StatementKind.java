package io.leaderboard.cassandra.statement;

import java.util.Locale;

/** The statements of this service, as metrics name them. */
public enum StatementKind {
  INSERT_EVENT,
  INSERT_MONTH,
  INSERT_USER,
  MARK_OUT_OF_RANGE,
  SELECT_USERS,
  SELECT_EVENTS,
  SELECT_STANDING,
  INSERT_STANDING,
  SCAN_STANDINGS,
  DELETE_STANDING,
  SELECT_POSITIONS,
  INSERT_POSITION,
  SELECT_CLOSINGS,
  INSERT_CLOSING,
  DELETE_CLOSING,
  SELECT_GAME_RULES,
  INSERT_GAME_RULES,
  DELETE_GAME_RULES,
  INSERT_FINAL_PAGE,
  SELECT_FINAL_PAGE,
  INSERT_FINAL_RANK,
  SELECT_FINAL_MANIFEST,
  INSERT_FINAL_MANIFEST,
  INSERT_FINAL_PERIOD,
  DELETE_FINAL_PERIOD;

  /** The value of the tag {@code statement}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
