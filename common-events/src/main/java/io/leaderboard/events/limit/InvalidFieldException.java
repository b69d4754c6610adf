package io.leaderboard.events.limit;

/** An input that is not allowed. The message says what is, for the person who sent it. */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field the path of the field, such as {@code boards[0].id}
   * @param allowed what is allowed; the message becomes {@code field + " " + allowed}
   */
  public InvalidFieldException(String field, String allowed) {
    super(field + " " + allowed);
    this.field = field;
  }

  /** The path of the field, such as {@code boards[0].id}. */
  public String field() {
    return field;
  }
}
