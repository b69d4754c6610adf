package io.leaderboard.web.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A request, and the answer that it gets. Tests send it to the service.
 *
 * @param name tells it from the others of its operation, in kebab case
 * @param status the answer's
 * @param parameters of the path, the query and the header by name; what is required and not here
 *     has the value of its example
 * @param type of the body, null for the first that the operation takes
 * @param body as it is sent, empty for none, null for that of the operation's first example
 * @param answer the JSON of its body, null for none
 */
public record Example(
    String name,
    int status,
    Map<String, String> parameters,
    @Nullable MediaType type,
    @Nullable String body,
    @Nullable String answer) {
  public Example {
    parameters = Map.copyOf(parameters);
  }

  /** A request that needs nothing but what the parameters' own examples have. */
  public static Example named(String name) {
    return new Example(name, 200, Map.of(), null, null, null);
  }

  /** With the value of a parameter. */
  public Example with(String parameter, Object value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, String.valueOf(value));
    return new Example(name, status, more, type, body, answer);
  }

  /** With a body of the first type that the operation takes. */
  public Example body(String text) {
    return new Example(name, status, parameters, type, text, answer);
  }

  /** With a body of another type. */
  public Example body(MediaType of, String text) {
    return new Example(name, status, parameters, of, text, answer);
  }

  /** With the status and the JSON that it is answered with. */
  public Example gets(int with, String json) {
    return new Example(name, with, parameters, type, body, json);
  }

  /** With the status that it is answered with, and no body. */
  public Example gets(int with) {
    return new Example(name, with, parameters, type, body, null);
  }
}
