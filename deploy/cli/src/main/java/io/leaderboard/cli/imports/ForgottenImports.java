package io.leaderboard.cli.imports;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Removes what was noted about imports into a stack whose data is wiped. */
public final class ForgottenImports {
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");

  private ForgottenImports() {}

  /**
   * Forgets every import into one ingest service.
   *
   * @param port of the ingest service on this machine
   */
  public static void of(Path journals, int port) throws IOException {
    if (!Files.isDirectory(journals)) {
      return;
    }
    try (Stream<Path> entries = Files.list(journals)) {
      List<Path> states = entries.filter(entry -> entry.toString().endsWith(".json")).toList();
      for (Path state : states) {
        if (wentTo(state, port)) {
          Files.delete(state);
        }
      }
    }
  }

  /** A journal that cannot be read says so when its import is begun. */
  private static boolean wentTo(Path state, int port) throws IOException {
    try {
      URI url =
          URI.create(
              JsonMapper.shared().readTree(Files.readString(state)).path("url").asString(""));
      return url.getPort() == port && THIS_MACHINE.contains(String.valueOf(url.getHost()));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return false;
    }
  }
}
