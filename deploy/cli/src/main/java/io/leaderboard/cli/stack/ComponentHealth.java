package io.leaderboard.cli.stack;

/**
 * A component as it is now.
 *
 * @param pid 0 when it does not run
 * @param memoryMiB resident memory; 0 where the system does not tell
 * @param health {@code healthy} or in a few words what is wrong
 * @param lag of a projector, how far it is behind the log; else empty
 * @param detail where to read on
 */
record ComponentHealth(
    String name,
    long pid,
    int port,
    long memoryMiB,
    boolean healthy,
    String health,
    String lag,
    String detail) {}
