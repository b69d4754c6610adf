package io.leaderboard.redis.apply;

import io.leaderboard.redis.generation.FillTarget;

/** Brings partitions of what is being filled up to where they can be joined. Thread-safe. */
public interface Filling {
  /** Begins to fill a partition. Returns at once. */
  void begin(OwnedPartition partition, FillTarget target);

  /** Stops what fills a partition. */
  void stop(int partition);

  /** Stops what fills games, unless it is this; "" for all. */
  void stopGamesBut(String fill);

  /** Fills nothing: for a projection that only follows. */
  static Filling none() {
    return new Filling() {
      @Override
      public void begin(OwnedPartition partition, FillTarget target) {}

      @Override
      public void stop(int partition) {}

      @Override
      public void stopGamesBut(String fill) {}
    };
  }
}
