package io.leaderboard.query.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A body and a name of its content.
 *
 * @param bytes must not be changed
 * @param tag URL-safe text that is the same for the same bytes alone
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy for each reader would cost more.
public record TaggedBody(byte[] bytes, String tag) {
  /** Half a SHA-256: more than enough to tell two pages apart. */
  private static final int TAG_BYTES = 16;

  /** Names a body. */
  public static TaggedBody of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      byte[] half = Arrays.copyOf(digest, TAG_BYTES);
      return new TaggedBody(bytes, Base64.getUrlEncoder().withoutPadding().encodeToString(half));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Its entity tag: weak, because a proxy may compress the body. */
  public String weakTag() {
    return "W/\"" + tag + '"';
  }
}
