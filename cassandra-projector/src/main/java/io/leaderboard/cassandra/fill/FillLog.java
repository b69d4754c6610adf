package io.leaderboard.cassandra.fill;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The log as a fill reads it: a partition at a time, beside whoever follows it. */
public interface FillLog {
  /** Begins a reading. */
  Reading open(int partition);

  /** One reading of one partition; belongs to one thread. */
  interface Reading extends AutoCloseable {
    /** Where the partition begins now. */
    long start();

    /** Goes on at an offset. */
    void seek(long offset);

    /**
     * The next records, none after a moment in which none came.
     *
     * @throws RuntimeException when the log begins behind what was to be read, or cannot be read
     */
    List<ConsumerRecord<byte[], byte[]>> poll();

    @Override
    void close();
  }
}
