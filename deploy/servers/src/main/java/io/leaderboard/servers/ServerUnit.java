package io.leaderboard.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The jars of one server, which a Maven unit below {@code deploy/servers} resolved and listed in
 * {@code target/classpath}.
 *
 * @param name the unit's directory: kafka, redis or cassandra
 * @param directory where the unit lives
 * @param jars the server's whole class path, in order
 */
record ServerUnit(String name, Path directory, List<Path> jars) {
  ServerUnit {
    jars = List.copyOf(jars);
  }

  static ServerUnit find(String name) {
    return find(name, ProjectHome.find());
  }

  static ServerUnit find(String name, Path home) {
    Path unit = home.resolve("deploy/servers").resolve(name);
    Path list = unit.resolve("target/classpath");
    String remedy =
        "run \"mvn -q -pl deploy/servers/units,deploy/servers/%s process-resources\" in %s"
            .formatted(name, home);
    if (!Files.isRegularFile(list)) {
      throw new ServerException("the list of %s's jars is missing; %s".formatted(name, remedy));
    }
    List<Path> jars =
        List.of(read(list).strip().split(File.pathSeparator)).stream().map(Path::of).toList();
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new ServerException(
            "%s is no longer in Maven's repository; %s".formatted(jar.getFileName(), remedy));
      }
    }
    return new ServerUnit(name, unit, jars);
  }

  String classPath() {
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  /** The jar whose file name begins like this. */
  Path jar(String prefix) {
    return jars.stream()
        .filter(jar -> String.valueOf(jar.getFileName()).startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () -> new ServerException("%s has no jar that begins with %s".formatted(name, prefix)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
