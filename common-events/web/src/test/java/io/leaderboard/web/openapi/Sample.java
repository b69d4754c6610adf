package io.leaderboard.web.openapi;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A request that a document says the answer to.
 *
 * @param operation of the document
 * @param response the part of the document that describes the answer
 * @param request the part of the document that describes the request
 * @param more of the query, empty for nothing
 */
record Sample(
    String method,
    String path,
    String name,
    int status,
    JsonNode operation,
    JsonNode response,
    JsonNode request,
    String more) {
  /** The name of a parameter that no operation has. */
  static final String UNKNOWN = "surprise";

  /** The same request with one parameter more, which is not documented. */
  Sample unknownParameter() {
    return new Sample(
        method, path, name + "-with-" + UNKNOWN, 400, operation, response, request, UNKNOWN + "=1");
  }

  @Override
  public String toString() {
    return method + " " + path + " " + name + ": " + status;
  }

  /** Its request, to a service on this machine. */
  HttpRequest to(int port) {
    String target = path;
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String parameterName = parameter.path("name").asString();
      String value = value(parameter, parameterName);
      if (value == null) {
        continue;
      }
      switch (parameter.path("in").asString()) {
        case "path" -> target = target.replace("{" + parameterName + "}", encoded(value));
        case "query" -> query.add(parameterName + "=" + encoded(value));
        case "header" -> headers.addAll(List.of(parameterName, value));
        default -> throw new IllegalStateException(this + " has " + parameter);
      }
    }
    if (!more.isEmpty()) {
      query.add(more);
    }
    if (!query.isEmpty()) {
      target += "?" + String.join("&", query);
    }
    if (request.has("contentType")) {
      headers.addAll(List.of("Content-Type", request.path("contentType").asString()));
    } else if (method.equals("POST") || method.equals("PUT")) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    HttpRequest.Builder made =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.ofString(body()));
    if (!headers.isEmpty()) {
      made.headers(headers.toArray(new String[0]));
    }
    return made.build();
  }

  /** What is said for this request; what must be there and is not has the value of its example. */
  private String value(JsonNode parameter, String parameterName) {
    JsonNode said = request.path("parameters").path(parameterName);
    if (!said.isMissingNode()) {
      return said.asString();
    }
    if (!parameter.path("required").asBoolean()) {
      return null;
    }
    JsonNode example = parameter.path("schema").path("examples").path(0);
    if (example.isMissingNode()) {
      throw new IllegalStateException(this + " has no " + parameterName);
    }
    return example.asString();
  }

  /** A text is sent as it is. Too large a body is longer than its problem says is allowed. */
  private String body() {
    if (status == 413) {
      String detail =
          response.findPath("examples").path(name).path("value").path("detail").asString();
      return " ".repeat(Integer.parseInt(detail.replaceAll("[^0-9]", "")) + 1);
    }
    JsonNode body = request.path("body");
    return body.isMissingNode() ? "" : body.isString() ? body.asString() : body.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
