package io.leaderboard.web.openapi;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.web.Documentation;
import io.leaderboard.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;

/**
 * What a route tells of itself: what it takes, what it answers, which problems it has, and examples
 * of all of them that tests send to the service. Made once, in a constant, and not changed any
 * more; routes of one path and method that differ in their media type share one.
 */
public final class Operation implements Documentation {
  /** Where a parameter stands. */
  enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /** A parameter. */
  record Parameter(Place place, Member member) {}

  /**
   * A problem that may be answered.
   *
   * @param members further ones that it may have
   * @param examples that are answered with it
   */
  record Refusal(Problem problem, List<Member> members, List<Example> examples) {}

  private static final MediaType OTHER_TYPE = MediaType.TEXT_PLAIN;

  private final String tag;
  private final String id;
  private final String summary;
  private String description = "";
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<MediaType, Shape> bodies = new LinkedHashMap<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Example> examples = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  private Operation(String tag, String id, String summary) {
    this.tag = tag;
    this.id = id;
    this.summary = summary;
  }

  /**
   * An operation.
   *
   * @param tag what it belongs to
   * @param id its name in generated clients, in camel case
   * @param summary a few words
   */
  public static Operation of(String tag, String id, String summary) {
    return new Operation(tag, id, summary);
  }

  /** With what the summary does not say. */
  public Operation described(String text) {
    description = text;
    return this;
  }

  /** With variables of the path. */
  public Operation path(Member... members) {
    return parameters(Place.PATH, members);
  }

  /** With parameters of the query. */
  public Operation query(Member... members) {
    return parameters(Place.QUERY, members);
  }

  /** With headers of the request. */
  public Operation headers(Member... members) {
    return parameters(Place.HEADER, members);
  }

  /** With a body. */
  public Operation body(MediaType type, Shape shape) {
    bodies.put(type, shape);
    return this;
  }

  /**
   * With a body of JSON, and the problems of every such body: a missing one, one that is too large
   * and one of another media type.
   *
   * @param maxBytes the largest body
   */
  public Operation body(Shape shape, long maxBytes) {
    body(MediaType.APPLICATION_JSON, shape);
    refuses(Problem.invalidBody("there is no body"), Example.named("no-body").body(""));
    return refuses(Problem.bodyTooLarge(maxBytes), Example.named("too-large").body(""));
  }

  /** With answers that are no problems. */
  public Operation answers(Answer... all) {
    answers.addAll(List.of(all));
    return this;
  }

  /** With requests that are served. */
  public Operation examples(Example... all) {
    examples.addAll(List.of(all));
    return this;
  }

  /**
   * With a problem.
   *
   * @param problem as it is answered to {@code requests}
   * @param requests that are answered with exactly this problem; none when that depends on more
   *     than the request
   */
  public Operation refuses(Problem problem, Example... requests) {
    List<Member> members =
        problem.members().entrySet().stream()
            .map(each -> Member.always(each.getKey(), Shapes.like(each.getValue())))
            .toList();
    return refuses(problem, members, requests);
  }

  /**
   * With a problem whose own members are not always the same.
   *
   * @param members what it may have
   */
  public Operation refuses(Problem problem, List<Member> members, Example... requests) {
    refusals.add(new Refusal(problem, members, List.of(requests)));
    return this;
  }

  /**
   * With a field or parameter that is not allowed.
   *
   * @param allowed what is, as the service says it behind the name of the field
   */
  public Operation refusesField(String field, String allowed, Example... requests) {
    return refuses(Problem.invalidField(new InvalidFieldException(field, allowed)), requests);
  }

  @Override
  public List<String> queryParameters() {
    return parameters.stream()
        .filter(parameter -> parameter.place() == Place.QUERY)
        .map(parameter -> parameter.member().name())
        .toList();
  }

  String tag() {
    return tag;
  }

  String id() {
    return id;
  }

  String summary() {
    return summary;
  }

  String description() {
    return description;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  Map<MediaType, Shape> bodies() {
    return bodies;
  }

  List<Answer> answers() {
    return answers;
  }

  List<Example> examples() {
    return examples;
  }

  /** Its own, and that of a body of a media type that it does not take. */
  List<Refusal> refusals() {
    if (bodies.isEmpty()) {
      return refusals;
    }
    List<Refusal> all = new ArrayList<>(refusals);
    Problem problem = Problem.unsupportedMediaType(bodies.keySet());
    Example request = Example.named("other-type").body(OTHER_TYPE, "text");
    all.add(new Refusal(problem, List.of(), List.of(request)));
    return all;
  }

  private Operation parameters(Place place, Member... members) {
    for (Member member : members) {
      parameters.add(new Parameter(place, member));
    }
    return this;
  }
}
