package io.leaderboard.cli.stack;

import java.util.List;

/**
 * What a service's JVM may take, in MiB. The sum of the parts is the limit of the process but for
 * some tens of MiB of thread stacks and of the JVM itself.
 */
record ServiceMemory(int heap, int direct, int metaspace, int codeCache) {
  /** Grows when there is something to do; by itself a JVM begins with a 64th of the machine. */
  private static final int FIRST_HEAP = 64;

  static ServiceMemory ofHeap(int heap) {
    return new ServiceMemory(heap, 96, 144, 64);
  }

  List<String> flags() {
    return List.of(
        "-Xms" + FIRST_HEAP + "m",
        "-Xmx" + heap + "m",
        "-XX:MaxDirectMemorySize=" + direct + "m",
        "-XX:MaxMetaspaceSize=" + metaspace + "m",
        "-XX:ReservedCodeCacheSize=" + codeCache + "m",
        // A service that ran out of memory is no service: end it, so that it is seen.
        "-XX:+ExitOnOutOfMemoryError");
  }
}
