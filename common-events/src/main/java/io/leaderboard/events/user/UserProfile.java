package io.leaderboard.events.user;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * What is shown of a user. Any of it may be empty, for none.
 *
 * @param displayName at most {@value #MAX_NAME_BYTES} bytes, without control characters
 * @param avatarUrl an absolute http or https address, at most {@value #MAX_URL_BYTES} bytes
 * @param country two capital letters, ISO 3166-1
 */
public record UserProfile(String displayName, String avatarUrl, String country) {
  /** Longest name, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 128;

  /** Longest address, in bytes of UTF-8. */
  public static final int MAX_URL_BYTES = 1_024;

  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  /**
   * @throws InvalidFieldException naming the field, when something is not allowed
   */
  public UserProfile {
    Identifiers.requireText("displayName", displayName, MAX_NAME_BYTES);
    Identifiers.requireText("avatarUrl", avatarUrl, MAX_URL_BYTES);
    if (!avatarUrl.isEmpty() && !isWebAddress(avatarUrl)) {
      throw new InvalidFieldException("avatarUrl", "must be an absolute http or https address");
    }
    if (!country.isEmpty() && !COUNTRY.matcher(country).matches()) {
      throw new InvalidFieldException("country", "must be two capital letters, as ISO 3166-1 has");
    }
  }

  private static boolean isWebAddress(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
