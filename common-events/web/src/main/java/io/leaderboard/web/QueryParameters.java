package io.leaderboard.web;

import io.leaderboard.events.limit.DidYouMean;
import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Query parameters, each with its bounds. What is not allowed throws {@link InvalidFieldException}
 * with the parameter's name. A known parameter that is repeated is refused, because nobody could
 * say which one counts; one that a route does not know, because it was meant to have an effect.
 */
public final class QueryParameters {
  // Shorter than what an int holds, and no sign but '-', so that parseInt cannot fail.
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,9}");

  private static final int MAX_NAME_SHOWN = 64;

  private final Map<String, List<String>> parameters;

  private QueryParameters(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  /** Those of a request. */
  public static QueryParameters of(ServerRequest request) {
    return new QueryParameters(request.queryParams());
  }

  /** Those of a query that was read elsewhere; names and values are decoded. */
  public static QueryParameters of(Map<String, List<String>> parameters) {
    return new QueryParameters(parameters);
  }

  /** Refuses every parameter but those of {@code known}, and says which one was perhaps meant. */
  public void requireOnly(Collection<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidFieldException(
            name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "...",
            "is not a parameter that is known here" + DidYouMean.hint(name, known));
      }
    }
  }

  /** A whole number within bounds, or {@code absent} when the parameter is not there. */
  public int integer(String name, int absent, int min, int max) {
    Optional<String> text = single(name);
    if (text.isEmpty()) {
      return absent;
    }
    String digits = text.get();
    if (DIGITS.matcher(digits).matches()) {
      int value = Integer.parseInt(digits);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new InvalidFieldException(name, "must be a whole number from " + min + " to " + max);
  }

  /** A text of 1 to {@code maxLength} characters, empty when the parameter is not there. */
  public Optional<String> text(String name, int maxLength) {
    Optional<String> text = single(name);
    if (text.isPresent() && (text.get().isEmpty() || text.get().length() > maxLength)) {
      throw new InvalidFieldException(name, "must be 1 to " + maxLength + " characters");
    }
    return text;
  }

  /** A text that must be there, of 1 to {@code maxLength} characters. */
  public String requiredText(String name, int maxLength) {
    return text(name, maxLength)
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    name, "is missing: the query must have it, 1 to " + maxLength + " characters"));
  }

  /** {@code true} or {@code false}, empty when the parameter is not there. */
  public Optional<Boolean> flag(String name) {
    return single(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new InvalidFieldException(name, "must be true or false");
                });
  }

  /** The only value; one without {@code =} is the empty text. */
  private Optional<String> single(String name) {
    List<String> values = parameters.get(name);
    if (values == null || values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new InvalidFieldException(name, "must be there once");
    }
    String value = values.get(0);
    return Optional.of(value == null ? "" : value);
  }
}
