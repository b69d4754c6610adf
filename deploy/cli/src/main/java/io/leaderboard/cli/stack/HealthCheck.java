package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Condition;
import io.leaderboard.servers.ServerLog;
import io.leaderboard.servers.ServerProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks each component itself: what the supervisor saw last may be over. */
record HealthCheck(StackPorts ports) {
  static final String DIED = "died";

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  ComponentHealth of(ComponentState component, String lag) {
    ProcessId process = component.process();
    boolean alive = process != null && process.find().isPresent();
    long pid = alive && process != null ? process.pid() : 0;
    HealthAnswer answer = alive ? ask(component) : HealthAnswer.SILENT;
    boolean healthy = alive && answer.isReady();
    String health = alive ? words(component, answer) : deathOrBirth(component);
    List<String> details = new ArrayList<>(answer.reasons());
    if (!alive) {
      details.addAll(lastWords(component, health));
    }
    if (health.equals(DIED)) {
      details.add("\"up\" starts it again");
    }
    details.add("see " + component.log());
    return new ComponentHealth(
        component.name(),
        pid,
        component.ports().get(0),
        pid == 0 ? 0 : residentMiB(pid),
        healthy,
        health,
        lag,
        String.join("; ", details));
  }

  /** On a full disk the supervisor could not write down what it saw. */
  private static List<String> lastWords(ComponentState component, String health) {
    if (!component.detail().isEmpty()) {
      return List.of(component.detail());
    }
    return health.equals(DIED)
        ? List.of(new ServerLog(Path.of(component.log())).tellingLine())
        : List.of();
  }

  private static String words(ComponentState component, HealthAnswer answer) {
    if (answer.isReady()) {
      return "healthy";
    }
    return component.condition() == Condition.STARTING ? "starting" : answer.words();
  }

  private static String deathOrBirth(ComponentState component) {
    return switch (component.condition()) {
      case WAITING, STARTING -> "starting";
      case STOPPED -> "stopped";
      case READY, DIED -> DIED;
    };
  }

  private HealthAnswer ask(ComponentState component) {
    return switch (component.name()) {
      case "kafka" -> serves(ServerProbe.KAFKA, ports.kafka());
      case "redis" -> serves(ServerProbe.REDIS, ports.redis());
      case "cassandra" -> serves(ServerProbe.CASSANDRA, ports.cassandra());
      case "ingest-service" -> new ServiceHealth(ports.ingestManagement()).whole();
      case "query-service" -> new ServiceHealth(ports.queryManagement()).whole();
      case "redis-projector" -> new ServiceHealth(ports.redisProjector()).whole();
      default -> new ServiceHealth(ports.cassandraProjector()).whole();
    };
  }

  private static HealthAnswer serves(ServerProbe probe, int port) {
    return probe.serves(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        ? new HealthAnswer(HealthAnswer.READY, List.of())
        : HealthAnswer.SILENT;
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
