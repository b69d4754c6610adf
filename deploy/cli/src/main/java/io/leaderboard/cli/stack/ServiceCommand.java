package io.leaderboard.cli.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs a service.
 *
 * @param flags of its JVM, besides those that name the classes
 * @param arguments of the service
 */
record ServiceCommand(List<String> flags, ServiceClasses classes, List<String> arguments) {
  ServiceCommand {
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
  }

  /**
   * The words of the command, once the classes are where they are expected.
   *
   * @throws IOException when they cannot be put there
   */
  List<String> words() throws IOException {
    List<String> words = new ArrayList<>(List.of(ServiceClasses.java()));
    words.addAll(flags);
    words.addAll(classes.flags());
    words.addAll(arguments);
    return words;
  }
}
