/** Events on their way to Kafka: one producer, bounded in what is in flight. */
@NullMarked
package io.leaderboard.ingest.publish;

import org.jspecify.annotations.NullMarked;
