/** JSON read field by field, with errors that name the field. */
@NullMarked
package io.leaderboard.ingest.json;

import org.jspecify.annotations.NullMarked;
