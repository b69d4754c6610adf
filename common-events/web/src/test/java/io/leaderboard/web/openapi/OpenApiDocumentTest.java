package io.leaderboard.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leaderboard.web.Problem;
import io.leaderboard.web.Routes;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of what routes tell of themselves. */
final class OpenApiDocumentTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Member ID = Member.always("id", Shapes.name().example("a"));

  record Inner(long rank, @Nullable String name) {}

  record Outer(@JsonUnwrapped Inner inner, BigDecimal score, List<Inner> others, boolean last) {}

  @Test
  void aRecordIsAnObjectOfItsComponentsWhereWhatMayBeNullMayBeMissing() {
    JsonNode schemas =
        schemas(Shapes.record(Outer.class, Member.always("score", Shapes.number().described("S"))));
    JsonNode outer = schemas.path("Outer");
    assertThat(outer.path("properties").propertyNames())
        .containsExactly("rank", "name", "score", "others", "last");
    assertThat(outer.path("required").toString())
        .isEqualTo("[\"last\",\"others\",\"rank\",\"score\"]");
    assertThat(outer.path("additionalProperties").toString()).isEqualTo("false");
    assertThat(outer.at("/properties/score/description").asString()).isEqualTo("S");
    assertThat(outer.at("/properties/others/items/$ref").asString())
        .isEqualTo("#/components/schemas/Inner");
    assertThat(schemas.has("Inner")).isTrue();
  }

  /** Generated clients would take it for one that is always there. */
  @Test
  void whatAMemberIsWithoutItStandsInItsDescription() {
    JsonNode size =
        schemas(
                Shapes.object(
                    "Box",
                    Member.maybe("size", Shapes.whole(1).absent(3).described("Of the box")),
                    Member.maybe("colour", Shapes.text().absent("red"))))
            .at("/Box/properties");
    assertThat(size.at("/size/description").asString()).isEqualTo("Of the box. Default: 3");
    assertThat(size.at("/colour/description").asString()).isEqualTo("Default: red");
    assertThat(size.findValues("default")).isEmpty();
  }

  @Test
  void aRefinedMemberThatTheRecordDoesNotHaveIsAMistake() {
    assertThatThrownBy(() -> Shapes.record(Inner.class, Member.maybe("nme", Shapes.text())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nme");
  }

  @Test
  void problemsOfOneStatusAreToldApartByTheirTypes() {
    Operation operation =
        thing("getThing")
            .answers(Answer.empty(204, "Nothing"))
            .examples(Example.named("nothing").gets(204))
            .refuses(Problem.of(409, "taken", "It is taken", "by somebody"))
            .refuses(Problem.of(409, "gone", "It has gone", "away").with("since", 3));
    JsonNode document = document(Routes.at("/things/{id}").get(Unanswered::get, operation).build());
    JsonNode response = document.at("/paths/~1things~1{id}/get/responses/409");
    assertThat(response.path("description").asString()).isEqualTo("It is taken; It has gone");
    assertThat(response.findPath("$ref").asString())
        .isEqualTo("#/components/schemas/GoneOrTakenProblem");
    assertThat(document.at("/components/schemas/GoneOrTakenProblem/anyOf")).hasSize(2);
    assertThat(document.at("/components/schemas/TakenProblem/properties/type/const").asString())
        .isEqualTo("urn:leaderboard:problem:taken");
    assertThat(document.at("/components/schemas/GoneProblem/required").toString())
        .contains("since");
  }

  @Test
  void aHeaderThatOnlyOneProblemOfAStatusHasIsNotRequired() {
    Operation operation =
        thing("getThing")
            .refuses(Problem.of(503, "busy", "Busy", "now"))
            .refuses(Problem.unavailable("away", Duration.ofSeconds(1)));
    JsonNode document = document(Routes.at("/things/{id}").get(Unanswered::get, operation).build());
    JsonNode header = document.findPath("Retry-After");
    assertThat(header.path("required").asBoolean(false)).isFalse();
    assertThat(header.at("/schema/type").asString()).isEqualTo("integer");
  }

  @Test
  void theVariablesOfThePathMustBeThoseThatAreDocumented() {
    RouterFunction<ServerResponse> wrong =
        Routes.at("/things/{thingId}").get(Unanswered::get, thing("getThing")).build();
    assertThatThrownBy(() -> document(wrong)).hasMessageContaining("/things/{thingId}");
  }

  @Test
  void theMediaTypesOfBodiesMustBeThoseThatAreDocumented() {
    RouterFunction<ServerResponse> wrong =
        Routes.at("/things/{id}")
            .post(MediaType.APPLICATION_JSON, Unanswered::get, thing("postThing"))
            .build();
    assertThatThrownBy(() -> document(wrong)).hasMessageContaining("postThing");
  }

  @Test
  void twoExamplesOfOneNameAreAMistake() {
    Operation operation =
        thing("getThing")
            .answers(Answer.empty(204, "Nothing"))
            .examples(Example.named("one").gets(204), Example.named("one").gets(204));
    RouterFunction<ServerResponse> wrong =
        Routes.at("/things/{id}").get(Unanswered::get, operation).build();
    assertThatThrownBy(() -> document(wrong)).hasMessageContaining("one");
  }

  @Test
  void filesAreNotPartOfTheDocument() {
    assertThat(document(Routes.at("/").getFile(Unanswered::get).build()).path("paths")).isEmpty();
  }

  private static Operation thing(String id) {
    return Operation.of("things", id, "A thing").path(ID);
  }

  private static JsonNode schemas(Shape shape) {
    Components components = new Components();
    shape.in(components);
    return json(new OpenAPI(SpecVersion.V31).components(components)).at("/components/schemas");
  }

  private static JsonNode document(RouterFunction<ServerResponse> function) {
    OpenAPI api = new OpenAPI(SpecVersion.V31);
    new OpenApiDocument(
            new Info().title("Things").version("1"), "http://localhost:8080", List.of(function))
        .customise(api);
    return json(api);
  }

  private static JsonNode json(OpenAPI api) {
    return JSON.readTree(Json31.pretty(api));
  }
}
