package io.leaderboard.web.openapi;

import io.leaderboard.web.openapi.Operation.Parameter;
import io.leaderboard.web.openapi.Operation.Place;
import io.leaderboard.web.openapi.Operation.Refusal;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes one operation in the terms of OpenAPI. Used once. */
final class OperationDocument {
  /** By example: the request that an answer is one to. */
  private static final String REQUESTS = "x-requests";

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private final Operation operation;
  private final Components components;
  private final Set<String> names = new HashSet<>();

  /**
   * @param path with its variables
   * @param components gets the schemas that have a name
   */
  OperationDocument(Operation operation, String path, Components components) {
    this.operation = operation;
    this.components = components;
    List<String> variables = new ArrayList<>();
    for (Matcher matcher = VARIABLE.matcher(path); matcher.find(); ) {
      variables.add(matcher.group(1));
    }
    List<String> documented =
        operation.parameters().stream()
            .filter(parameter -> parameter.place() == Place.PATH)
            .map(parameter -> parameter.member().name())
            .toList();
    if (!documented.equals(variables)) {
      throw new IllegalStateException(path + " is documented with " + documented);
    }
  }

  io.swagger.v3.oas.models.Operation make() {
    io.swagger.v3.oas.models.Operation made =
        new io.swagger.v3.oas.models.Operation()
            .operationId(operation.id())
            .summary(operation.summary())
            .addTagsItem(operation.tag());
    if (!operation.description().isEmpty()) {
      made.setDescription(operation.description());
    }
    operation.parameters().forEach(parameter -> made.addParametersItem(parameter(parameter)));
    if (!operation.bodies().isEmpty()) {
      made.setRequestBody(body());
    }
    return made.responses(responses());
  }

  private io.swagger.v3.oas.models.parameters.Parameter parameter(Parameter parameter) {
    Member member = parameter.member();
    Schema<Object> schema = member.shape().in(components);
    var made =
        new io.swagger.v3.oas.models.parameters.Parameter()
            .in(parameter.place().name().toLowerCase(Locale.ROOT))
            .name(member.name())
            .required(member.required())
            .description(schema.getDescription())
            .schema(schema);
    schema.setDescription(null);
    for (Example example : operation.examples()) {
      String value = example.parameters().get(member.name());
      if (value != null) {
        made.addExample(example.name(), value(value));
      }
    }
    return made;
  }

  private RequestBody body() {
    Content content = new Content();
    operation
        .bodies()
        .forEach(
            (type, shape) -> {
              MediaType made = new MediaType().schema(shape.in(components));
              for (Example example : operation.examples()) {
                String body = example.body();
                if (body != null
                    && type.equals(example.type() == null ? firstType() : example.type())) {
                  made.addExamples(example.name(), value(JsonText.parsed(type, body)));
                }
              }
              content.addMediaType(type.toString(), made);
            });
    return new RequestBody().required(true).content(content);
  }

  private org.springframework.http.MediaType firstType() {
    return operation.bodies().keySet().iterator().next();
  }

  private ApiResponses responses() {
    Map<Integer, ApiResponse> responses = new TreeMap<>();
    for (Answer answer : operation.answers()) {
      responses.put(answer.status(), response(answer));
    }
    Map<Integer, List<Refusal>> refusals = new TreeMap<>();
    for (Refusal refusal : operation.refusals()) {
      refusals
          .computeIfAbsent(refusal.problem().status(), status -> new ArrayList<>())
          .add(refusal);
    }
    refusals.forEach(
        (status, all) -> {
          ApiResponse made =
              new ProblemResponse(operation.id(), components).make(all, this::addRequest);
          if (responses.put(status, made) != null) {
            throw new IllegalStateException(operation.id() + " has two answers " + status);
          }
        });
    ApiResponses made = new ApiResponses();
    responses.forEach((status, response) -> made.addApiResponse(status.toString(), response));
    return made.addApiResponse(
        ApiResponses.DEFAULT, new ProblemResponse(operation.id(), components).other());
  }

  private ApiResponse response(Answer answer) {
    ApiResponse made = new ApiResponse().description(answer.description());
    for (Member header : answer.headers()) {
      made.addHeaderObject(header.name(), header(header, components));
    }
    Shape shape = answer.shape();
    MediaType content = null;
    if (shape != null) {
      content = new MediaType().schema(shape.in(components));
      made.setContent(new Content().addMediaType(String.valueOf(answer.type()), content));
    }
    for (Example example : operation.examples()) {
      if (example.status() == answer.status()) {
        addRequest(made, example);
        String json = example.answer();
        if (content != null && json != null) {
          content.addExamples(example.name(), value(JsonText.parsed(json)));
        }
      }
    }
    return made;
  }

  /** Says by which request an answer was got. */
  private void addRequest(ApiResponse response, Example example) {
    if (!names.add(example.name())) {
      throw new IllegalStateException(operation.id() + " has two examples " + example.name());
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("parameters", new TreeMap<>(example.parameters()));
    if (!operation.bodies().isEmpty()) {
      // What is not about the body has that of a request that is served.
      Example sent = example.body() == null ? operation.examples().get(0) : example;
      var type = sent.type() == null ? firstType() : sent.type();
      request.put("contentType", type.toString());
      request.put("body", JsonText.parsed(type, String.valueOf(sent.body())));
    }
    Map<String, Object> requests = new LinkedHashMap<>();
    if (response.getExtensions() != null
        && response.getExtensions().get(REQUESTS) instanceof Map<?, ?> known) {
      known.forEach((name, each) -> requests.put(String.valueOf(name), each));
    }
    requests.put(example.name(), request);
    response.addExtension(REQUESTS, requests);
  }

  static Header header(Member member, Components components) {
    Schema<Object> schema = member.shape().in(components);
    Header header =
        new Header()
            .required(member.required())
            .description(schema.getDescription())
            .schema(schema);
    schema.setDescription(null);
    return header;
  }

  static io.swagger.v3.oas.models.examples.Example value(@Nullable Object value) {
    return new io.swagger.v3.oas.models.examples.Example().value(value);
  }
}
