package io.leaderboard.web;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the services write it: decimals in full, never with an exponent. Thread-safe. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private Json() {}

  /** The UTF-8 of a document made of maps, lists, texts, numbers, booleans and nulls. */
  public static byte[] write(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }
}
