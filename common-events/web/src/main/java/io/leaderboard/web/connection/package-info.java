/** Connections of all ports: how long they may be silent, slow and open. */
@NullMarked
package io.leaderboard.web.connection;

import org.jspecify.annotations.NullMarked;
