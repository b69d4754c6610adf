package io.leaderboard.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7396, appendix A, whose target and patch are objects. */
final class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':'b'}         | {'a':'c'}           | {'a':'c'}",
        "{'a':'b'}         | {'b':'c'}           | {'a':'b','b':'c'}",
        "{'a':'b'}         | {'a':null}          | {}",
        "{'a':'b','b':'c'} | {'a':null}          | {'b':'c'}",
        "{'a':['b']}       | {'a':'c'}           | {'a':'c'}",
        "{'a':'c'}         | {'a':['b']}         | {'a':['b']}",
        "{'a':{'b':'c'}}   | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]} | {'a':[1]}           | {'a':[1]}",
        "{'a':'foo'}       | {'b':{'c':null}}    | {'a':'foo','b':{}}",
        "{'a':'foo'}       | {'a':{'b':{'c':null,'d':1}}} | {'a':{'b':{'d':1}}}",
        "{}                | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
        "{'a':1.50}        | {'b':1e3}           | {'a':1.50,'b':1000}"
      })
  void mergesAsTheRfcSays(String target, String patch, String expected) {
    byte[] merged = Json.write(MergePatch.merged(read(target), read(patch)));
    assertThat(new String(merged, StandardCharsets.UTF_8)).isEqualTo(expected.replace('\'', '"'));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> read(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return (Map<String, @Nullable Object>) JsonInput.read(bytes, JsonInput::any);
  }
}
