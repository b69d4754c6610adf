package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own, which can be killed, and paused as a long collection is. */
public final class ProjectorProcess implements AutoCloseable {
  /** A JVM that starts beside several others on few processors takes most of a minute. */
  private static final Duration START = Duration.ofMinutes(2);

  private final List<String> command;
  private final Path log;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String actuator;
  private @Nullable Process process;

  /**
   * @param launch what the service runs from, as arguments of {@code java}: a class path and the
   *     main class, or a jar
   * @param port where Actuator answers
   * @param settings configuration keys and values, given on the command line
   */
  public ProjectorProcess(List<String> launch, Path log, int port, Map<String, Object> settings) {
    this.log = log;
    this.actuator = "http://127.0.0.1:" + port + "/actuator/";
    this.command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(launch);
    command.add("--server.port=" + port);
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    // Were this JVM killed, the test's own clean-up would not run.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** From classes that need not be in a jar yet. */
  static List<String> launch(String classPath) {
    return List.of("-cp", classPath, RedisProjectorApplication.class.getName());
  }

  static String classPath() {
    // A forked test has a jar with a manifest in place of its class path.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Returns at once; does nothing while it runs. */
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** SIGKILL, and wait until it is gone. */
  public synchronized void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroyForcibly();
    try {
      assertThat(running.waitFor(10, TimeUnit.SECONDS)).as("ended by SIGKILL").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGSTOP: it does nothing, and its connections stay open. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT: it goes on in the middle of whatever it did. */
  public void wake() {
    signal("CONT");
  }

  /**
   * Waits until it answers, whatever that is: how long a start takes tells of the machine, and what
   * follows is timed from here.
   */
  public void awaitStarted() {
    await("the process answers").atMost(START).until(() -> get("health").matches("\\d+"));
  }

  public boolean isReady() {
    return get("health/readiness").equals("200");
  }

  /** Asks for a rebuild; whether it began. */
  public boolean rebuild() {
    return post("rebuild", "{}");
  }

  /** Asks for something by {@code POST}; whether it was accepted. */
  public boolean post(String endpoint, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(actuator + endpoint))
            .timeout(Duration.ofSeconds(20))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return send(request).equals("202");
  }

  /**
   * Whether one of its threads is in a method now; {@code threaddump} must be exposed.
   *
   * @param method with its class and package, which need not be on the class path here
   */
  boolean isIn(String method) {
    return body("threaddump", "text/plain").contains(method + "(");
  }

  /** What an endpoint says; or why it does not. */
  public String body(String endpoint) {
    return body(endpoint, "application/json");
  }

  private String body(String endpoint, String mediaType) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(actuator + endpoint))
                  .timeout(Duration.ofSeconds(20))
                  .header("accept", mediaType)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** How many lines of its log match. */
  public long logged(Pattern line) {
    try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines.filter(text -> line.matcher(text).find()).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a line comes behind one of another kind, of which {@code before} are older. */
  public boolean logged(Pattern line, Pattern behind, long before) {
    long seen = 0;
    try {
      for (String text : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        if (behind.matcher(text).find()) {
          seen++;
        } else if (seen > before && line.matcher(text).find()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    kill();
  }

  private String get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(actuator + path)).timeout(Duration.ofSeconds(2)).build());
  }

  /** The status of the answer, or why there is none. */
  private String send(HttpRequest request) {
    try {
      return Integer.toString(
          client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private synchronized void signal(String name) {
    Process running = process;
    if (running == null || !running.isAlive()) {
      throw new IllegalStateException("it does not run");
    }
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      assertThat(status).as("kill -" + name).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
