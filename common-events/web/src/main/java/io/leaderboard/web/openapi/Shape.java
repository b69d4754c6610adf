package io.leaderboard.web.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.function.Consumer;

/** What a value looks like: writes its schema. {@link Shapes} has the usual ones. */
@FunctionalInterface
public interface Shape {
  /** Its schema, a new one; what has a name is put into {@code components} and referred to. */
  Schema<Object> in(Components components);

  /** With more of the schema. */
  default Shape with(Consumer<Schema<Object>> more) {
    return components -> {
      Schema<Object> schema = in(components);
      more.accept(schema);
      return schema;
    };
  }

  /** With a sentence for people. */
  default Shape described(String description) {
    return with(schema -> schema.setDescription(description));
  }

  /** With the value that it has when nothing is sent. */
  default Shape absent(Object value) {
    return with(schema -> schema.setDefault(value));
  }

  /** With a value as an example. */
  default Shape example(Object value) {
    return with(schema -> schema.setExamples(List.of(value)));
  }
}
