package io.leaderboard.web.openapi;

import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Operation.Refusal;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.springframework.util.StringUtils;

/** Writes the problems of one operation that have the same status. */
final class ProblemResponse {
  private static final String TYPE =
      org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

  private static final String PROBLEM = "Problem";

  private final String operation;
  private final Components components;

  ProblemResponse(String operation, Components components) {
    this.operation = operation;
    this.components = components;
  }

  /**
   * The response.
   *
   * @param request writes the request of an example into it
   */
  ApiResponse make(List<Refusal> refusals, BiConsumer<ApiResponse, Example> request) {
    ApiResponse made = new ApiResponse();
    MediaType content = new MediaType();
    Map<String, Schema<Object>> schemas = new LinkedHashMap<>();
    List<String> titles = new ArrayList<>();
    for (Refusal refusal : refusals) {
      Problem problem = refusal.problem();
      if (!titles.contains(problem.title())) {
        titles.add(problem.title());
      }
      schemas.putIfAbsent(problem.name(), schema(refusal));
      for (Example example : refusal.examples()) {
        content.addExamples(example.name(), OperationDocument.value(problem.document()));
        Example answered =
            new Example(
                example.name(),
                problem.status(),
                example.parameters(),
                example.type(),
                example.body(),
                null);
        request.accept(made, answered);
      }
      if (refusal.examples().isEmpty()) {
        content.addExamples(unsent(content, problem), OperationDocument.value(problem.document()));
      }
    }
    for (Refusal refusal : refusals) {
      for (String header : new TreeSet<>(refusal.problem().headers().keySet())) {
        boolean always =
            refusals.stream().allMatch(each -> each.problem().headers().containsKey(header));
        Member member = new Member(header, header(header), always);
        made.addHeaderObject(header, OperationDocument.header(member, components));
      }
    }
    content.setSchema(
        schemas.size() == 1 ? schemas.values().iterator().next() : oneOfThem(schemas.values()));
    return made.description(String.join("; ", titles))
        .content(new Content().addMediaType(TYPE, content));
  }

  /** Named by what it is one of, so that clients have the same type for all operations. */
  private Schema<Object> oneOfThem(Collection<Schema<Object>> schemas) {
    List<String> names = schemas.stream().map(ProblemResponse::name).sorted().toList();
    Shape union =
        same -> {
          Schema<Object> made = new JsonSchema();
          made.setAnyOf(new ArrayList<>(schemas));
          return made;
        };
    return Shapes.named(String.join("Or", names) + PROBLEM, union).in(components);
  }

  private static String name(Schema<Object> reference) {
    String name = reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
    return name.endsWith(PROBLEM) ? name.substring(0, name.length() - PROBLEM.length()) : name;
  }

  /** Whatever else may go wrong. */
  ApiResponse other() {
    Shape shape =
        Shapes.named(
            PROBLEM,
            Shapes.object(
                    Member.always("type", Shapes.text()),
                    Member.always("title", Shapes.text()),
                    Member.always("status", Shapes.whole(400, 599)),
                    Member.always("detail", Shapes.text()),
                    Member.maybe("field", Shapes.text()))
                .with(schema -> schema.setAdditionalProperties(true)));
    return new ApiResponse()
        .description("Any other problem")
        .content(new Content().addMediaType(TYPE, new MediaType().schema(shape.in(components))));
  }

  /** A problem has the same members wherever it occurs; where not, it has a schema of its own. */
  private Schema<Object> schema(Refusal refusal) {
    Shape shape = shape(refusal);
    String name = pascalCase(refusal.problem().name()) + PROBLEM;
    Schema<?> known = components.getSchemas() == null ? null : components.getSchemas().get(name);
    if (known != null && !known.equals(shape.in(components))) {
      name = name + "Of" + StringUtils.capitalize(operation);
    }
    return Shapes.named(name, shape).in(components);
  }

  private static Shape shape(Refusal refusal) {
    Problem problem = refusal.problem();
    List<Member> members = new ArrayList<>();
    members.add(Member.always("type", constant(problem.type())));
    members.add(Member.always("title", Shapes.text()));
    members.add(Member.always("status", constant(problem.status())));
    members.add(Member.always("detail", Shapes.text()));
    if (problem.field() != null) {
      members.add(Member.always("field", Shapes.text()));
    }
    members.addAll(refusal.members());
    return Shapes.object(members.toArray(new Member[0]));
  }

  private static Shape constant(Object value) {
    return Shapes.like(value).with(schema -> schema.setConst(value));
  }

  private static Shape header(String name) {
    return name.equals("Retry-After")
        ? Shapes.whole(1).described("Seconds to wait before sending it again")
        : Shapes.text();
  }

  private static String unsent(MediaType content, Problem problem) {
    String name = problem.name();
    while (content.getExamples() != null && content.getExamples().containsKey(name)) {
      name = name + "-too";
    }
    return name;
  }

  private static String pascalCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("-", -1)) {
      text.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return text.toString();
  }
}
