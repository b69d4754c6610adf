package io.leaderboard.ingest.game;

import io.leaderboard.events.limit.InvalidFieldException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The preconditions of a PUT (RFC 9110): {@code If-Match} and {@code If-None-Match: *}.
 *
 * @param ifMatch ETags of which one must be the stored one, or {@code *}; empty for no condition
 * @param ifNoneMatch whether the game must not be defined
 */
record Preconditions(List<String> ifMatch, boolean ifNoneMatch) {
  private static final Pattern TAGS =
      Pattern.compile("\\s*(\\*|(W/)?\"[^\"]{0,64}\"(\\s*,\\s*(W/)?\"[^\"]{0,64}\"){0,15})\\s*");

  static Preconditions of(ServerRequest request) {
    String match = request.headers().firstHeader("If-Match");
    if (match != null && !TAGS.matcher(match).matches()) {
      throw new InvalidFieldException("If-Match", "must be * or ETags, such as \"3\"");
    }
    String noneMatch = request.headers().firstHeader("If-None-Match");
    if (noneMatch != null && !noneMatch.strip().equals("*")) {
      throw new InvalidFieldException("If-None-Match", "must be *");
    }
    List<String> tags = match == null ? List.of() : List.of(match.strip().split("\\s*,\\s*", -1));
    return new Preconditions(tags, noneMatch != null);
  }

  /** Whether they hold for a version, 0 when the game is not defined. */
  boolean hold(int version) {
    if (ifNoneMatch && version > 0) {
      return false;
    }
    // A weak ETag never matches here: If-Match compares strongly.
    return ifMatch.isEmpty()
        || (version > 0 && (ifMatch.contains("*") || ifMatch.contains(etag(version))));
  }

  /** The ETag of a version. */
  static String etag(int version) {
    return "\"" + version + "\"";
  }
}
