package io.leaderboard.servers.testing;

/**
 * A server of one test, which may break it. It begins running and empty; its address stays the same
 * over any number of ends and starts.
 *
 * @param <A> {@link KafkaAddress}, {@link RedisAddress} or {@link CassandraAddress}
 */
public interface DedicatedServer<A> extends AutoCloseable {
  A address();

  /** Returns when the server serves requests; does nothing if it runs. */
  void start();

  /** Ends it in order. Does nothing if it does not run. */
  void stop();

  /** Ends it as SIGKILL does: nothing is flushed, what is on the disk stays. */
  void kill();

  /** From now on connections stay open and nothing answers. */
  void pause();

  void resume();

  /** Ends it, by force, and deletes its data; {@link #start()} then starts it empty. */
  void wipe();

  /** Whether it answers a request now. */
  boolean isServing();

  /** Ends it in order and starts it with the same data. */
  default void restart() {
    stop();
    start();
  }

  /** Ends it and deletes its data. */
  @Override
  void close();
}
