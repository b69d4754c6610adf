/** Connections as clients on the wire see them. */
package io.leaderboard.web.connection;
