package io.leaderboard.events.finals;

import java.nio.charset.StandardCharsets;

/**
 * Says in {@code final-manifests} that every manifest which {@code final-standings} held before is
 * there too.
 *
 * @param copiedAt milliseconds since 1970
 */
public record ManifestsCopied(long copiedAt) {
  /** The key of its record: no period has one without slashes. */
  public static byte[] key() {
    return "copied".getBytes(StandardCharsets.US_ASCII);
  }
}
