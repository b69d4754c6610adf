package io.leaderboard.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Java installation. */
record JavaRuntime(Path home) {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/lib/jvm", "/usr/java", "/opt/java", "/opt", "/Library/Java/JavaVirtualMachines");
  private static final List<String> USUAL_PLACES_AT_HOME =
      List.of(".sdkman/candidates/java", ".jdks", "Library/Java/JavaVirtualMachines");

  /** The one that runs this code. */
  static JavaRuntime running() {
    return new JavaRuntime(Path.of(System.getProperty("java.home")));
  }

  /** Cassandra 5 runs on Java 11 and 17, not on later ones. */
  static JavaRuntime seventeen() {
    return seventeen(candidates());
  }

  static JavaRuntime seventeen(List<Path> homes) {
    return firstOfVersion(17, homes)
        .orElseThrow(
            () ->
                new ServerException(
                    "Cassandra needs Java 17 and none was found; install it (Debian: apt-get install"
                        + " openjdk-17-jre-headless) or let JAVA_HOME name one"));
  }

  static Optional<JavaRuntime> firstOfVersion(int version, List<Path> homes) {
    return homes.stream()
        .map(JavaRuntime::new)
        .filter(java -> java.version() == version)
        .findFirst();
  }

  Path executable() {
    return home.resolve("bin/java");
  }

  /** The feature release, such as 17; 0 where there is no usable Java. */
  int version() {
    if (!Files.isExecutable(executable())) {
      return 0;
    }
    Matcher version = VERSION.matcher(release());
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  /** What it says of itself, to the last digit; empty where it does not. */
  String release() {
    try {
      return Files.readString(home.resolve("release"));
    } catch (IOException noReleaseFile) {
      return "";
    }
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    addHome(homes, System.getenv("JAVA_HOME"));
    addHome(homes, System.getProperty("java.home"));
    for (Path directory : SearchPath.directories()) {
      homeOf(directory.resolve("java")).ifPresent(homes::add);
    }
    USUAL_PLACES.forEach(place -> homes.addAll(homesBelow(Path.of(place))));
    Path userHome = Path.of(System.getProperty("user.home"));
    USUAL_PLACES_AT_HOME.forEach(place -> homes.addAll(homesBelow(userHome.resolve(place))));
    return homes;
  }

  private static void addHome(List<Path> homes, @Nullable String home) {
    if (home != null && !home.isBlank()) {
      homes.add(Path.of(home));
    }
  }

  private static Optional<Path> homeOf(Path executable) {
    try {
      return Optional.ofNullable(executable.toRealPath().getParent()).map(Path::getParent);
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static List<Path> homesBelow(Path place) {
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .sorted()
          .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")))
          .toList();
    } catch (IOException absent) {
      return List.of();
    }
  }
}
