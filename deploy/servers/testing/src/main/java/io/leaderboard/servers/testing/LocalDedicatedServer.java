package io.leaderboard.servers.testing;

import io.leaderboard.servers.LocalServer;

/** A child process of this JVM. */
record LocalDedicatedServer<A>(LocalServer server, A address) implements DedicatedServer<A> {
  @Override
  public void start() {
    server.start();
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void pause() {
    server.pause();
  }

  @Override
  public void resume() {
    server.resume();
  }

  @Override
  public void wipe() {
    server.wipe();
  }

  @Override
  public boolean isServing() {
    return server.isServing();
  }

  @Override
  public void close() {
    server.wipe();
  }
}
