package io.leaderboard.cli.stack;

import java.nio.file.Path;
import java.util.List;

/** A process of the stack. Safe for use by several threads. */
public interface Component {
  /** As the commands show it: kafka, ingest-service... */
  String name();

  /** All that it listens on; the first is the one that clients use. */
  List<Integer> ports();

  /**
   * Starts it and returns when it is ready; nothing is left running otherwise.
   *
   * @throws io.leaderboard.servers.ServerException with one line that says why and what to do
   */
  void start();

  /** What is to be known of one that was started, empty when nothing is. */
  default String remark() {
    return "";
  }

  /** Ends it in order, by force when that takes too long. Does nothing if it does not run. */
  void stop();

  /** Whether the process runs. */
  boolean isAlive();

  /** Only while it runs. */
  long pid();

  /** What the present run printed. */
  Path logFile();

  /** The last line of its log that tells why it ended. */
  String lastWords();
}
