package io.leaderboard.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The checkout of this project, in which the lists of the servers' jars are found. */
public final class ProjectHome {
  static final String PROPERTY = "leaderboard.home";

  private ProjectHome() {}

  /** The property says it, else it is the nearest directory upwards that has deploy/servers. */
  public static Path find() {
    return find(System.getProperty(PROPERTY), Path.of("").toAbsolutePath());
  }

  static Path find(@Nullable String property, Path workingDirectory) {
    if (property != null) {
      return Path.of(property).toAbsolutePath().normalize();
    }
    for (@Nullable Path place = workingDirectory; place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("deploy/servers"))) {
        return place;
      }
    }
    throw new ServerException(
        "%s is not inside the project; go there or name it with -D%s=DIRECTORY"
            .formatted(workingDirectory, PROPERTY));
  }
}
