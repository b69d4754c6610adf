package io.leaderboard.web.openapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a record that is written as JSON: its components in their order, those that may be
 * null missing when they are, the components of unwrapped ones in their place.
 */
record RecordShape(Class<? extends Record> type, List<Member> refined) {
  Shape named() {
    return Shapes.named(type.getSimpleName(), Shapes.object(members().toArray(new Member[0])));
  }

  private List<Member> members() {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Member each : derived(type)) {
      members.put(each.name(), each);
    }
    for (Member each : refined) {
      if (members.replace(each.name(), each) == null) {
        throw new IllegalArgumentException(type + " has no " + each.name());
      }
    }
    return List.copyOf(members.values());
  }

  private static List<Member> derived(Class<?> type) {
    List<Member> members = new ArrayList<>();
    for (RecordComponent each : type.getRecordComponents()) {
      if (each.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        members.addAll(derived(each.getType()));
      } else {
        boolean nullable = each.getAnnotatedType().isAnnotationPresent(Nullable.class);
        members.add(new Member(each.getName(), shape(each.getGenericType()), !nullable));
      }
    }
    return members;
  }

  private static Shape shape(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType().equals(List.class)) {
        return Shapes.list(shape(arguments[0]));
      }
      if (generic.getRawType().equals(Map.class) && arguments[0].equals(String.class)) {
        return Shapes.map(shape(arguments[1]));
      }
    } else if (type instanceof Class<?> plain) {
      if (plain.equals(String.class)) {
        return Shapes.text();
      }
      if (plain.equals(BigDecimal.class) || plain.equals(double.class)) {
        return Shapes.number();
      }
      if (List.of(long.class, int.class, Long.class, Integer.class).contains(plain)) {
        return Shapes.whole(0);
      }
      if (plain.equals(boolean.class) || plain.equals(Boolean.class)) {
        return Shapes.flag();
      }
      if (plain.isRecord()) {
        return new RecordShape(plain.asSubclass(Record.class), List.of()).named();
      }
    }
    throw new IllegalArgumentException("no shape for " + type);
  }
}
