package io.leaderboard.query.freshness;

/** A place in Redis that is read as one: it lies in one bucket. */
public interface BucketPlace {
  /** The number of the bucket, from 0. */
  int bucket();
}
