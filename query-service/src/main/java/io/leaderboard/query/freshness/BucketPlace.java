package io.leaderboard.query.freshness;

import java.util.Set;

/** A place in Redis that is read as one. */
public interface BucketPlace {
  /** The numbers of the buckets it lies in, from 0; at least one. */
  Set<Integer> buckets();
}
