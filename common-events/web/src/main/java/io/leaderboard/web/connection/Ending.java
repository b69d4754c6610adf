package io.leaderboard.web.connection;

import java.util.Locale;

/** Why this side ended a connection before its client did. */
enum Ending {
  /** It carried no request for as long as it may. */
  IDLE,
  /** The head of a request was not whole in time. */
  HEAD,
  /** The body of a request was not whole in time. */
  BODY,
  /** A stream brought less than the least. */
  STREAM,
  /** An answer was taken more slowly than the least. */
  UNREAD,
  /** More requests were sent ahead than may wait for their answers. */
  PIPELINE,
  /** As much of bodies is in memory as may be. */
  MEMORY,
  /** What was sent is no HTTP. */
  MALFORMED,
  /** As many connections are open as may be. */
  FULL,
  /** The service stops, and the connection was idle. */
  STOPPING;

  /** As a value of the metric's tag. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
