package io.leaderboard.cli;

import java.nio.file.Path;

/** The checkout, which {@code deploy/leaderboard} names. */
public final class ProjectHome {
  private static final String PROPERTY = "leaderboard.home";

  private ProjectHome() {}

  public static Path directory() {
    String home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new CommandException(
          "-D%s=DIRECTORY is missing; start this with deploy/leaderboard".formatted(PROPERTY));
    }
    return Path.of(home).toAbsolutePath().normalize();
  }
}
