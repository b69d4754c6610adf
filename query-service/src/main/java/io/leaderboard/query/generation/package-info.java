/** Which generation of keys readers use, and how far one is that is being filled. */
@NullMarked
package io.leaderboard.query.generation;

import org.jspecify.annotations.NullMarked;
