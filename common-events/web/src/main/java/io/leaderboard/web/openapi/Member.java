package io.leaderboard.web.openapi;

/**
 * A named value: a field of an object, a parameter or a header.
 *
 * @param required whether it is always there
 */
public record Member(String name, Shape shape, boolean required) {
  /** One that is always there. */
  public static Member always(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  /** One that may be missing. */
  public static Member maybe(String name, Shape shape) {
    return new Member(name, shape, false);
  }
}
