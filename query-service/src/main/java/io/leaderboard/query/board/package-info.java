/** Boards: where one lies in Redis, and reading it page by page. */
@NullMarked
package io.leaderboard.query.board;

import org.jspecify.annotations.NullMarked;
