package io.leaderboard.web.openapi;

import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of examples as values, so that documents show it as JSON. */
final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private JsonText() {}

  /** The value of {@code json}: maps, lists, texts, numbers and flags. */
  static Object parsed(String json) {
    return JSON.readValue(json, Object.class);
  }

  /** The value of a body of JSON; any other body, and what is no JSON, is the text itself. */
  static Object parsed(MediaType type, String body) {
    if (!type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
        && !"json".equals(type.getSubtypeSuffix())) {
      return body;
    }
    try {
      return parsed(body);
    } catch (JacksonException e) {
      return body;
    }
  }
}
