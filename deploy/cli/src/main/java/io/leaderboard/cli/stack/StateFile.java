package io.leaderboard.cli.stack;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of a stack on the disk; replaced in one step, so readers see all of it or the former.
 */
record StateFile(Path file) {
  private static final JsonMapper JSON = JsonMapper.shared();

  void write(StackState state) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Who may not look into a directory sees nothing there, which does not mean that nothing is. */
  private void requireInsight() {
    @Nullable Path nearest = file.getParent();
    while (nearest != null && !Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    if (nearest != null && !Files.isExecutable(nearest)) {
      throw new CommandException(
          "%s is another user's, and %s may not look into it: only they or root can ask for that stack"
              .formatted(nearest, System.getProperty("user.name")));
    }
  }

  /**
   * Empty when there was never a stack.
   *
   * @throws CommandException when it cannot be read
   */
  Optional<StackState> read() {
    if (!Files.exists(file)) {
      requireInsight();
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), StackState.class));
    } catch (IOException | JacksonException e) {
      throw new CommandException(
          "%s cannot be read: %s; end the processes of the stack by hand and delete it"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
