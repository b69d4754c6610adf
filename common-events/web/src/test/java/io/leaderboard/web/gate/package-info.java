/** The gate as clients on the wire meet it. */
package io.leaderboard.web.gate;
