/** The web page: its files, and the headers that they are served with. */
@NullMarked
package io.leaderboard.query.page;

import org.jspecify.annotations.NullMarked;
