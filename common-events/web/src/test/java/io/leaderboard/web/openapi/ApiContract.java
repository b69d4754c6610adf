package io.leaderboard.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares the document that a service serves with what the service answers. */
public final class ApiContract {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String EVENTS = "text/event-stream";

  /** Of the headers of answers, those that a document must name. */
  private static final Set<String> NAMED = Set.of("etag", "retry-after", "allow", "location");

  /** Of a stream that does not end, the data of its first event. */
  private record Received(int status, HttpHeaders headers, String body) {}

  private final int port;
  private final String text;
  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ApiContract(int port, String text) {
    this.port = port;
    this.text = text;
    this.document = JSON.readTree(text);
  }

  /** The contract of the service on a port of this machine. */
  public static ApiContract of(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + "/v3/api-docs");
    Received answer = send(HttpRequest.newBuilder(address).build());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new ApiContract(port, answer.body());
  }

  /** The document is OpenAPI, and its own examples are what its schemas say. */
  public void assertValid() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    var parsed = new OpenAPIV3Parser().readContents(text, null, options);
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).startsWith("3.1");
    for (Operation each : all()) {
      for (var response : each.node().path("responses").properties()) {
        for (var content : response.getValue().path("content").properties()) {
          JsonNode schema = data(content.getValue().path("schema"));
          for (var example : content.getValue().path("examples").properties()) {
            assertThat(errors(schema, example.getValue().path("value")))
                .as("%s %s %s", each, response.getKey(), example.getKey())
                .isEmpty();
          }
        }
      }
    }
  }

  /** Its operations, such as {@code GET /v1/games}. */
  public Set<String> operations() {
    return all().stream().map(Operation::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The answers without an example that can be sent, such as {@code GET /health 503}. */
  public List<String> withoutSamples() {
    List<String> without = new ArrayList<>();
    for (Operation each : all()) {
      for (var response : each.node().path("responses").properties()) {
        if (!response.getKey().equals("default") && !response.getValue().has("x-requests")) {
          without.add(each + " " + response.getKey());
        }
      }
    }
    return without;
  }

  /** A test of each example, in an order in which they can be sent: what deletes comes last. */
  public Stream<DynamicTest> samples() {
    List<Sample> samples = new ArrayList<>();
    for (String method : List.of("put", "post", "patch", "get", "delete")) {
      for (Operation each : all()) {
        if (each.method().equals(method)) {
          List<Sample> found = samples(each);
          assertShownAreSent(each, found);
          samples.addAll(found);
        }
      }
    }
    return Stream.concat(
        samples.stream()
            .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> check(sample))),
        samples.stream()
            .map(Sample::unknownParameter)
            .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> refuses(sample))));
  }

  /**
   * Whatever else is right or wrong with a request: a parameter that is not documented is wrong.
   */
  private void refuses(Sample sample) {
    Received answer = send(sample.to(port));
    assertThat(answer.status()).as("%s, got %s", sample, answer.body()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).path("field").asString()).isEqualTo(Sample.UNKNOWN);
  }

  private record Operation(String method, String path, JsonNode node) {
    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  private List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        all.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
      }
    }
    return all;
  }

  private static List<Sample> samples(Operation operation) {
    List<Sample> samples = new ArrayList<>();
    for (var response : operation.node().path("responses").properties()) {
      for (var request : response.getValue().path("x-requests").properties()) {
        samples.add(
            new Sample(
                operation.method().toUpperCase(Locale.ROOT),
                operation.path(),
                request.getKey(),
                Integer.parseInt(response.getKey()),
                operation.node(),
                response.getValue(),
                request.getValue(),
                ""));
      }
    }
    return samples;
  }

  /** What the document shows as an example is one that is sent. */
  private static void assertShownAreSent(Operation operation, List<Sample> samples) {
    Set<String> sent = samples.stream().map(Sample::name).collect(Collectors.toSet());
    assertThat(sent).as(operation.toString()).isNotEmpty();
    for (JsonNode parameter : operation.node().path("parameters")) {
      assertThat(sent).containsAll(parameter.path("examples").propertyNames());
    }
    for (var content : operation.node().path("requestBody").path("content").properties()) {
      assertThat(sent).containsAll(content.getValue().path("examples").propertyNames());
    }
  }

  private void check(Sample sample) {
    Received answer = send(sample.to(port));
    assertThat(answer.status()).as("%s, got %s", sample, answer.body()).isEqualTo(sample.status());
    assertHeaders(sample, answer);
    JsonNode content = sample.response().path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertThat(content.propertyNames()).contains(type);
    JsonNode schema = data(content.path(type).path("schema"));
    JsonNode body = JSON.readTree(answer.body());
    assertThat(errors(schema, body)).as("%s, got %s", sample, answer.body()).isEmpty();
    JsonNode shown = content.path(type).path("examples").path(sample.name()).path("value");
    if (type.equals("application/problem+json")) {
      assertThat(body).as("%s", sample).isEqualTo(shown);
    } else {
      assertThat(members("", body, new TreeSet<>()))
          .as("%s, got %s", sample, body)
          .isEqualTo(members("", shown, new TreeSet<>()));
    }
    assertNoSurprise(schema, body, body);
  }

  /** Whatever object of an answer had one more member, the schema would say so. */
  private void assertNoSurprise(JsonNode schema, JsonNode part, JsonNode whole) {
    if (part instanceof ObjectNode object) {
      object.putArray("surprise").addArray();
      assertThat(errors(schema, whole)).as("with a surprise: %s", whole).isNotEmpty();
      object.remove("surprise");
    }
    part.forEach(each -> assertNoSurprise(schema, each, whole));
  }

  private static void assertHeaders(Sample sample, Received answer) {
    Set<String> documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var header : sample.response().path("headers").properties()) {
      documented.add(header.getKey());
      if (header.getValue().path("required").asBoolean()) {
        assertThat(answer.headers().firstValue(header.getKey())).as(header.getKey()).isPresent();
      }
    }
    Set<String> sent =
        answer.headers().map().keySet().stream()
            .filter(name -> name.startsWith("leaderboard-") || NAMED.contains(name))
            .collect(Collectors.toSet());
    assertThat(documented).containsAll(sent);
  }

  /** Of a stream that of its events. */
  private static JsonNode data(JsonNode schema) {
    return schema.path(Shapes.EVENT_DATA).isMissingNode() ? schema : schema.path(Shapes.EVENT_DATA);
  }

  private List<Error> errors(JsonNode schema, JsonNode value) {
    ObjectNode whole = JSON.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.path("components"));
    return schemas
        .getSchema(whole)
        .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
  }

  /** The paths of all members; the items of a list are taken together. */
  private static Set<String> members(String path, JsonNode node, Set<String> into) {
    for (var member : node.properties()) {
      into.add(path + "." + member.getKey());
      members(path + "." + member.getKey(), member.getValue(), into);
    }
    if (node.isArray()) {
      node.forEach(item -> members(path + "[]", item, into));
    }
    return into;
  }

  private static Received send(HttpRequest request) {
    try {
      HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Received(
            response.statusCode(),
            response.headers(),
            type.equals(EVENTS)
                ? FirstEvent.data(body)
                : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
