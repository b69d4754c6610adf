package io.leaderboard.ingest.json;

import io.leaderboard.events.limit.DidYouMean;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.web.JsonFault;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Strict JSON read straight into fields, without a tree in between. Everything that is not allowed
 * ends in an {@link InvalidFieldException} with the path of the field, or, when it is no JSON, in a
 * {@link ProblemException}: unknown names, names given twice, wrong types, more than one value. A
 * {@code null} is as if the field were not there. Not thread-safe.
 */
public final class JsonInput {
  /** Reads a whole input. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the only value, which is the current one. */
    T read(JsonInput input);
  }

  /** Reads the fields of an object. */
  @FunctionalInterface
  public interface Fields {
    /**
     * Reads the value of a field, which is the current one.
     *
     * @return false when there is no field of that name
     */
    boolean read(String name);
  }

  // Above what any allowed input has, so that nobody can make the parser work or remember more.
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER = 256;
  private static final int MAX_NAME = 1_024;
  private static final int MAX_TEXT = 16_384;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNameLength(MAX_NAME)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private static final int MAX_NAME_SHOWN = 64;

  /** The path of the whole input. */
  private static final String WHOLE = "body";

  private final JsonParser parser;
  private int pathStart;

  private JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads {@code bytes}, which must be one JSON value in UTF-8. */
  public static <T> T read(byte[] bytes, Reader<T> reader) {
    return read(bytes, 0, bytes.length, reader);
  }

  /** Reads a part of {@code bytes}, which must be one JSON value in UTF-8. */
  public static <T> T read(byte[] bytes, int offset, int length, Reader<T> reader) {
    if (!Utf8.isText(bytes, offset, length)) {
      throw new ProblemException(Problem.invalidBody("not valid UTF-8"));
    }
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      JsonInput input = new JsonInput(parser);
      try {
        if (parser.nextToken() == null) {
          throw new ProblemException(Problem.invalidBody("there is no JSON value"));
        }
        T value = reader.read(input);
        if (parser.nextToken() != null) {
          throw new ProblemException(Problem.invalidBody("more than one JSON value"));
        }
        return value;
      } catch (StreamConstraintsException e) {
        throw input.tooLarge();
      } catch (JacksonException e) {
        throw input.noJson(e);
      }
    }
  }

  /**
   * Reads the fields of the object that is the current value.
   *
   * @param known the names that there are, for the error about another
   */
  public void object(List<String> known, Fields fields) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw refused("must be an object");
    }
    List<String> seen = new ArrayList<>(8);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (seen.contains(name)) {
        throw refused("is there twice");
      }
      seen.add(name);
      parser.nextToken();
      if (!fields.read(name)) {
        throw refused("is not a field that is known here" + DidYouMean.hint(name, known));
      }
    }
  }

  /**
   * Reads the elements of the array that is the current value. Called with each element's index;
   * the element is then the current value.
   *
   * @param most a longer array is refused
   */
  public void array(int most, IntConsumer elements) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw refused("must be an array");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i >= most) {
        TokenStreamContext array = context(isOpening());
        throw new InvalidFieldException(
            pathOf(array.getParent()), "must have at most " + most + " elements");
      }
      elements.accept(i);
    }
  }

  /**
   * Reads one element of an array, and its errors as if it stood alone: their paths begin with it,
   * and reading can go on behind it, unless it is no JSON.
   */
  public <T> T element(Reader<T> reader, Function<RuntimeException, T> refused) {
    int depth = parser.streamReadContext().getNestingDepth();
    int around = isOpening() ? depth - 1 : depth;
    int outer = pathStart;
    pathStart = around;
    try {
      return reader.read(this);
    } catch (InvalidFieldException e) {
      return skipTo(around, refused.apply(e));
    } finally {
      pathStart = outer;
    }
  }

  private <T> T skipTo(int depth, T result) {
    while (parser.streamReadContext().getNestingDepth() > depth) {
      if (parser.nextToken() == null) {
        throw new ProblemException(Problem.invalidBody("the JSON ends too early"));
      }
    }
    return result;
  }

  /** The text that is the current value, null when it is {@code null}. */
  public @Nullable String text() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw refused("must be a text");
    }
    return parser.getString();
  }

  /** The exact number that is the current value, null when it is {@code null}. */
  public @Nullable BigDecimal number() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw refused("must be a number");
    }
    // From the text: the parser would first make a double of some numbers.
    String digits = parser.getString();
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      // An exponent of more than 10 digits.
      throw refused("must have at most 15 digits in all", e);
    }
  }

  /** The whole number that is the current value, null when it is {@code null}. */
  public @Nullable Integer integer() {
    BigDecimal number = number();
    if (number == null) {
      return null;
    }
    // The exponent first: intValueExact of 1e999999999 would write out a billion zeros.
    if (Math.abs((long) number.scale()) > 256 || number.precision() > 256) {
      throw refused("must be a whole number");
    }
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw refused("must be a whole number", e);
    }
  }

  /** The boolean that is the current value, null when it is {@code null}. */
  public @Nullable Boolean flag() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw refused("must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /**
   * The current value whatever it is: null, a boolean, a text, an exact number, a list or a map in
   * the order of the input, of which values may be null.
   */
  public @Nullable Object any() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        object(
            List.of(),
            name -> {
              read.put(name, any());
              return true;
            });
        yield read;
      }
      case START_ARRAY -> {
        List<@Nullable Object> read = new ArrayList<>();
        // As many as fit into a body, which is bounded.
        array(Integer.MAX_VALUE, i -> read.add(any()));
        yield read;
      }
      case VALUE_TRUE, VALUE_FALSE -> flag();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> writable(number());
      default -> text();
    };
  }

  /** A number that can be written out: 1e999999999 would be a billion digits. */
  private BigDecimal writable(@Nullable BigDecimal number) {
    if (number == null || Math.abs((long) number.scale()) > MAX_NUMBER) {
      throw refused("must have at most 15 digits in all");
    }
    return number;
  }

  /** Whether the current value is {@code null}. */
  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** An error about the current value. */
  public InvalidFieldException refused(String allowed) {
    return new InvalidFieldException(path(), allowed);
  }

  private InvalidFieldException refused(String allowed, Throwable cause) {
    InvalidFieldException refused = refused(allowed);
    refused.initCause(cause);
    return refused;
  }

  /** Runs a check whose error knows the last part of the path, and puts the first in front. */
  public <T> T at(Supplier<T> check) {
    try {
      return check.get();
    } catch (InvalidFieldException e) {
      String field = e.field();
      String allowed = String.valueOf(e.getMessage()).substring(field.length() + 1);
      String parent = path(false);
      String path = parent.equals(WHOLE) ? field : parent + "." + field;
      InvalidFieldException placed = new InvalidFieldException(path, allowed);
      placed.initCause(e);
      throw placed;
    }
  }

  /** The path of the current value, such as {@code boards[2].seasons[0].name}. */
  public String path() {
    return path(isOpening());
  }

  private boolean isOpening() {
    JsonToken token = parser.currentToken();
    return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
  }

  /** The context that the current value stands in, which is not the one that it opens. */
  private TokenStreamContext context(boolean opened) {
    TokenStreamContext context = parser.streamReadContext();
    return opened && context.getParent() != null ? context.getParent() : context;
  }

  private String path(boolean opened) {
    return pathOf(context(opened));
  }

  private String pathOf(@Nullable TokenStreamContext context) {
    List<String> parts = new ArrayList<>();
    for (TokenStreamContext each = context;
        each != null && each.getNestingDepth() > pathStart;
        each = each.getParent()) {
      String name = each.currentName();
      if (each.inArray()) {
        parts.add(0, "[" + each.getCurrentIndex() + "]");
      } else if (name != null) {
        parts.add(0, "." + shown(name));
      }
    }
    String path = String.join("", parts);
    return path.isEmpty() ? WHOLE : path.startsWith(".") ? path.substring(1) : path;
  }

  private static String shown(String name) {
    return name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "...";
  }

  /** The JSON may be valid, but is beyond what is read of any. */
  private ProblemException tooLarge() {
    return placed(
        Problem.invalidBody(
            ("too large to be read: a text has at most %d characters, a name %d, a number %d, and at"
                    + " most %d objects and arrays lie in one another")
                .formatted(MAX_TEXT, MAX_NAME, MAX_NUMBER, MAX_DEPTH)));
  }

  private ProblemException noJson(JacksonException e) {
    return placed(Problem.invalidBody(JsonFault.of(e)));
  }

  private ProblemException placed(Problem problem) {
    String path = path(false);
    return new ProblemException(path.equals(WHOLE) ? problem : problem.withField(path));
  }
}
