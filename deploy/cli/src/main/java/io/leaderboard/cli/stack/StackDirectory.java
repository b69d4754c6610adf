package io.leaderboard.cli.stack;

import java.nio.file.Path;

/**
 * Where a stack keeps everything: {@code .local/<offset>} of the checkout.
 *
 * @param home the checkout
 */
record StackDirectory(Path home, int offset) {
  Path root() {
    return home.resolve(".local").resolve(Integer.toString(offset));
  }

  Path of(String component) {
    return root().resolve(component);
  }

  /** Held by the supervisor as long as it lives, so never stale. */
  Path lock() {
    return root().resolve("supervisor.lock");
  }

  Path supervisorLog() {
    return root().resolve("supervisor.log");
  }

  /** Made by who wants what has died to be started again; the supervisor takes it away. */
  Path revival() {
    return root().resolve("revive");
  }

  StateFile state() {
    return new StateFile(root().resolve("state.json"));
  }

  Path journals() {
    return home.resolve(".local/imports");
  }
}
