package io.leaderboard.cassandra.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The CQL of one version of the tables, a resource {@code schema/V<version>.cql}. */
final class SchemaResource {
  private SchemaResource() {}

  static String name(int version) {
    return "schema/V" + version + ".cql";
  }

  /** Its statements, in order, for a keyspace. */
  static List<String> statements(int version, String keyspace) {
    String text =
        read(name(version))
            .lines()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"))
            .replace("${keyspace}", keyspace);
    return Arrays.stream(text.split(";", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String read(String name) {
    try (InputStream in = SchemaResource.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
