package io.leaderboard.query.page;

import org.springframework.http.MediaType;

/**
 * A file of the page.
 *
 * @param bytes must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy for each reader would cost more.
record Asset(MediaType type, byte[] bytes) {}
