package io.leaderboard.cli.stack;

import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Kafka, Redis or Cassandra. */
record ServerComponent(LocalServer server, List<Integer> ports) implements Component {
  ServerComponent {
    ports = List.copyOf(ports);
  }

  @Override
  public String name() {
    return server.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void start() {
    server.start();
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public boolean isAlive() {
    return server.isAlive();
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public Path logFile() {
    return server.logFile();
  }

  @Override
  public String lastWords() {
    return new ServerLog(logFile()).tellingLine();
  }
}
