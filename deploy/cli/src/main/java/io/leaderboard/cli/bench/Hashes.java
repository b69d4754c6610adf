package io.leaderboard.cli.bench;

import java.io.IOException;
import java.util.Map;

/** Reads hashes of one Redis, or of the master that has the key. Not safe for several threads. */
@FunctionalInterface
interface Hashes {
  /** All fields of a hash; none when there is no such key. */
  Map<String, String> hash(String key) throws IOException;
}
