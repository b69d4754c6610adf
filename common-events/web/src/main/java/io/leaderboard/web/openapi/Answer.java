package io.leaderboard.web.openapi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * An answer that is no problem.
 *
 * @param type of the body, null as {@code shape} when there is none
 */
public record Answer(
    int status,
    String description,
    @Nullable MediaType type,
    @Nullable Shape shape,
    List<Member> headers) {
  public Answer {
    headers = List.copyOf(headers);
  }

  /** One with a body of JSON. */
  public static Answer json(int status, String description, Shape shape) {
    return new Answer(status, description, MediaType.APPLICATION_JSON, shape, List.of());
  }

  /** One without a body. */
  public static Answer empty(int status, String description) {
    return new Answer(status, description, null, null, List.of());
  }

  /** With further headers. */
  public Answer with(Member... more) {
    List<Member> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    return new Answer(status, description, type, shape, all);
  }
}
