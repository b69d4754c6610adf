package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Condition;
import io.leaderboard.servers.ServerProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks each component itself: what the supervisor saw last may be over. */
record HealthCheck(StackPorts ports) {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  ComponentHealth of(ComponentState component, String lag) {
    ProcessId process = component.process();
    boolean alive = process != null && process.find().isPresent();
    String health = alive ? ask(component) : deathOrBirth(component);
    long pid = alive && process != null ? process.pid() : 0;
    String detail =
        component.detail().isEmpty()
            ? "see " + component.log()
            : "%s; see %s".formatted(component.detail(), component.log());
    return new ComponentHealth(
        component.name(),
        pid,
        component.ports().get(0),
        pid == 0 ? 0 : residentMiB(pid),
        health.equals("healthy"),
        health,
        lag,
        detail);
  }

  private static String deathOrBirth(ComponentState component) {
    return switch (component.condition()) {
      case WAITING, STARTING -> "starting";
      case STOPPED -> "stopped";
      case READY, DIED -> "died";
    };
  }

  private String ask(ComponentState component) {
    String answer =
        switch (component.name()) {
          case "kafka" -> serves(ServerProbe.KAFKA, ports.kafka());
          case "redis" -> serves(ServerProbe.REDIS, ports.redis());
          case "cassandra" -> serves(ServerProbe.CASSANDRA, ports.cassandra());
          case "ingest-service" -> new Readiness(ports.ingestManagement()).ask();
          case "query-service" -> new Readiness(ports.queryManagement()).ask();
          case "redis-projector" -> new Readiness(ports.redisProjector()).ask();
          default -> new Readiness(ports.cassandraProjector()).ask();
        };
    if (answer.equals(Readiness.READY)) {
      return "healthy";
    }
    return component.condition() == Condition.STARTING ? "starting" : answer;
  }

  private static String serves(ServerProbe probe, int port) {
    return probe.serves(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        ? Readiness.READY
        : "no answer";
  }

  private static long residentMiB(long pid) {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return resident.find() ? Long.parseLong(resident.group(1)) >> 10 : 0;
    } catch (IOException noSuchSystem) {
      return 0;
    }
  }
}
