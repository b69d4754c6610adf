package io.leaderboard.cli.actuator;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which game is meant. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class GameOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--game", paramLabel = "G", description = "Only this game. Default: all")
  private @Nullable String game;

  /** Its id; empty for all. */
  public Optional<String> id() {
    if (game == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Identifiers.requireName("--game", game));
    } catch (InvalidFieldException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ", but is " + game, e);
    }
  }
}
