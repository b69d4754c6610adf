/** {@code import}: a file of scores, sent through the ingest API in requests of a bounded size. */
@NullMarked
package io.leaderboard.cli.imports;

import org.jspecify.annotations.NullMarked;
