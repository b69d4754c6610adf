package io.leaderboard.web.openapi;

import io.leaderboard.events.game.Named;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shapes of JSON, each with its bounds. Objects take no members but those they name. */
public final class Shapes {
  /** What the data of events look like, of which OpenAPI 3.1 has no word. */
  static final String EVENT_DATA = "x-event-data";

  private Shapes() {}

  /** Any text. */
  public static Shape text() {
    return components -> typed("string");
  }

  /** A text of 1 to {@code maxLength} characters. */
  public static Shape text(int maxLength) {
    return text().with(schema -> schema.minLength(1).maxLength(maxLength));
  }

  /** A text that a regular expression matches as a whole. */
  public static Shape matching(String expression) {
    return text().with(schema -> schema.setPattern("^" + expression + "$"));
  }

  /** A game id, board id or season name. */
  public static Shape name() {
    return matching("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  }

  /** A user id. Bytes are what is bounded, so that fewer characters may be allowed. */
  public static Shape userId() {
    return text(128).described("1 to 128 bytes of UTF-8 without control characters, not . or ..");
  }

  /** A time as RFC 3339 has it. */
  public static Shape time() {
    return text().with(schema -> schema.setFormat("date-time"));
  }

  /** One of these texts. */
  public static Shape choice(String... texts) {
    return text().with(schema -> schema.setEnum(List.of((Object[]) texts)));
  }

  /** One of the choices of the API. */
  public static <E extends Enum<E> & Named> Shape choice(Class<E> choices) {
    return choice(
        Arrays.stream(choices.getEnumConstants()).map(Named::text).toArray(String[]::new));
  }

  /** Any whole number from {@code min} on. */
  public static Shape whole(long min) {
    Shape whole = components -> typed("integer");
    return whole.with(schema -> schema.setMinimum(BigDecimal.valueOf(min)));
  }

  /** A whole number within bounds. */
  public static Shape whole(long min, long max) {
    return whole(min).with(schema -> schema.setMaximum(BigDecimal.valueOf(max)));
  }

  /** Any number. */
  public static Shape number() {
    return components -> typed("number");
  }

  /** True or false. */
  public static Shape flag() {
    return components -> typed("boolean");
  }

  /** An array. */
  public static Shape list(Shape items) {
    return components -> {
      Schema<Object> schema = typed("array");
      schema.setItems(items.in(components));
      return schema;
    };
  }

  /** An array of {@code min} to {@code max} items. */
  public static Shape list(Shape items, int min, int max) {
    return list(items).with(schema -> schema.minItems(min).maxItems(max));
  }

  /** An object with any names. */
  public static Shape map(Shape values) {
    return components -> {
      Schema<Object> schema = typed("object");
      schema.setAdditionalProperties(values.in(components));
      return schema;
    };
  }

  /** An object of a name that tells it from all others of the service. */
  public static Shape object(String name, Member... members) {
    return named(name, object(members));
  }

  /** An object without a name of its own. */
  public static Shape object(Member... members) {
    return components -> {
      Schema<Object> schema = typed("object");
      for (Member member : members) {
        schema.addProperty(member.name(), withoutDefault(member.shape().in(components)));
        if (member.required()) {
          schema.addRequiredItem(member.name());
        }
      }
      schema.setAdditionalProperties(false);
      return schema;
    };
  }

  /** Generated clients take a member with a default for one that is always there: it is said. */
  private static Schema<Object> withoutDefault(Schema<Object> schema) {
    Object value = schema.getDefault();
    if (value != null) {
      String said = schema.getDescription() == null ? "" : schema.getDescription() + ". ";
      schema.setDescription(said + "Default: " + ("".equals(value) ? "empty" : value));
      schema.setDefault(null);
      schema.setDefaultSetFlag(false);
    }
    return schema;
  }

  /**
   * What a record is written as.
   *
   * @param refined say more of some of its members than their types do
   */
  public static Shape record(Class<? extends Record> type, Member... refined) {
    return new RecordShape(type, List.of(refined)).named();
  }

  /** Server-sent events, whose data are of a shape. */
  public static Shape events(Shape data) {
    return components ->
        text().with(schema -> schema.addExtension(EVENT_DATA, data.in(components))).in(components);
  }

  /** What these values have in common: what a document of maps, lists and texts is written as. */
  static Shape like(Object value) {
    if (value instanceof String) {
      return text();
    }
    if (value instanceof Integer || value instanceof Long) {
      return components -> typed("integer");
    }
    if (value instanceof Number) {
      return number();
    }
    if (value instanceof Boolean) {
      return flag();
    }
    if (value instanceof List<?> items) {
      return list(items.isEmpty() ? components -> new JsonSchema() : like(items.get(0)));
    }
    if (value instanceof Map<?, ?> map) {
      return object(
          map.entrySet().stream()
              .map(each -> Member.always(String.valueOf(each.getKey()), like(each.getValue())))
              .toArray(Member[]::new));
    }
    throw new IllegalArgumentException("nothing says what is like " + value);
  }

  static Shape named(String name, Shape shape) {
    return components -> {
      if (components.getSchemas() == null || !components.getSchemas().containsKey(name)) {
        components.addSchemas(name, shape.in(components));
      }
      JsonSchema reference = new JsonSchema();
      reference.set$ref(Components.COMPONENTS_SCHEMAS_REF + name);
      return reference;
    };
  }

  private static Schema<Object> typed(String type) {
    JsonSchema schema = new JsonSchema();
    schema.setTypes(Set.of(type));
    return schema;
  }
}
