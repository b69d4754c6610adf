package io.leaderboard.cli.stack;

import io.leaderboard.cli.stack.StackState.Condition;
import io.leaderboard.cli.stack.StackState.Phase;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Owns the processes of one stack: starts them, watches them, ends them. A component that dies
 * during the start ends everything; one that dies later is reported, and started again when its
 * user says so ({@link StackDirectory#revival}), since an automatic restart would hide why it died.
 */
final class Supervisor {
  private static final long POLL_MILLIS = 100;

  /** Enough for Cassandra's first segments and a day of playing. */
  private static final long FREE_MIB = 1_024;

  /** Everything together: apis, then projectors, then servers, each of which bounds itself. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(100);

  /** What may follow when the processors are busy, see {@link Priority}. */
  private static final Set<String> FOLLOWING = Set.of("cassandra", "cassandra-projector");

  private final StackDirectory directory;
  private final List<Launch> servers;
  private final List<Launch> projectors;
  private final List<Launch> apis;
  private final Optional<ProcessId> owner;
  private final PrintStream log;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private Phase phase = Phase.STARTING;
  private String message = "";
  private boolean unpublished;

  /**
   * @param owner the process whose end ends the stack, empty for a detached one
   */
  Supervisor(
      StackDirectory directory,
      List<Component> servers,
      List<Component> projectors,
      List<Component> apis,
      Optional<ProcessId> owner,
      PrintStream log) {
    this.directory = directory;
    this.servers = launches(servers, "a processor");
    this.projectors = launches(projectors, "kafka and redis");
    this.apis = launches(apis, "kafka and redis");
    this.owner = owner;
    this.log = log;
  }

  /** Asks for the end; returns at once. Safe to call from any thread. */
  void requestStop() {
    stopRequested.countDown();
  }

  /** Runs until the end is asked for; whether the stack was up. Nothing is left running. */
  boolean run() throws IOException, InterruptedException {
    ExecutorService executor = Executors.newCachedThreadPool();
    boolean up = false;
    try {
      publish();
      if (unpublished) {
        throw new ServerException("the state cannot be written in " + directory.root());
      }
      checkPorts();
      checkSpace();
      up = awaitStart(executor);
      if (up) {
        enter(Phase.UP);
        watch(executor);
      }
      enter(Phase.STOPPING);
    } catch (ServerException e) {
      message = String.valueOf(e.getMessage());
      enter(Phase.STOPPING);
    } finally {
      executor.shutdownNow();
      stopAll();
      executor.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    enter(message.isEmpty() ? Phase.STOPPED : Phase.FAILED);
    return up && message.isEmpty();
  }

  /** Whether all are ready; false when the end was asked for before. */
  private boolean awaitStart(ExecutorService executor) throws IOException, InterruptedException {
    CompletableFuture<Void> begin = CompletableFuture.completedFuture(null);
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    List<CompletableFuture<Void>> needed = new ArrayList<>();
    for (Launch server : servers) {
      CompletableFuture<Void> start = server.after(begin, executor);
      starts.add(start);
      // The services come up without Cassandra and wait for it themselves, beside its slow start.
      if (!server.component().name().equals("cassandra")) {
        needed.add(start);
      }
    }
    CompletableFuture<Void> serversUp = allOf(needed);
    Stream.concat(projectors.stream(), apis.stream())
        .forEach(service -> starts.add(service.after(serversUp, executor)));
    while (!allOf(starts).isDone()) {
      if (isStopRequested()) {
        return false;
      }
      rethrowFailure(starts);
      failOnDeath();
      publish();
    }
    rethrowFailure(starts);
    all().forEach(this::lowerPriority);
    return true;
  }

  /** Not during the start, which waits for Cassandra. */
  private void lowerPriority(Launch launch) {
    Component component = launch.component();
    try {
      if (FOLLOWING.contains(component.name())
          && component.isAlive()
          && !Priority.lower(component.pid())) {
        tell("the priority of " + component.name() + " could not be lowered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  private static void rethrowFailure(List<CompletableFuture<Void>> starts) {
    for (CompletableFuture<Void> start : starts) {
      // Those that only waited for the one that failed complete with the same cause.
      if (start.isCompletedExceptionally()) {
        try {
          start.join();
        } catch (CompletionException e) {
          throw e.getCause() instanceof ServerException failure
              ? failure
              : new ServerException("the start failed: " + e.getCause(), e);
        }
      }
    }
  }

  private void failOnDeath() {
    all()
        .filter(Launch::hasJustDied)
        .findFirst()
        .ifPresent(
            launch -> {
              throw new ServerException(describeDeath(launch.component()));
            });
  }

  private void watch(ExecutorService executor) throws IOException, InterruptedException {
    boolean wasStarting = false;
    while (!isStopRequested()) {
      boolean starting = all().anyMatch(launch -> launch.is(Condition.STARTING));
      boolean asked = Files.exists(directory.revival());
      if (asked && !starting) {
        revive(executor);
      }
      boolean changed = asked || starting || wasStarting || unpublished;
      wasStarting = asked || starting;
      for (Launch launch : all().toList()) {
        if (launch.hasJustDied()) {
          tell(describeDeath(launch.component()));
          changed = true;
        }
      }
      if (changed) {
        publish();
      }
      if (asked) {
        // After what it has led to is told.
        Files.deleteIfExists(directory.revival());
      }
    }
  }

  /** Starts what has died again, servers first. */
  private void revive(ExecutorService executor) {
    CompletableFuture<Void> needed = CompletableFuture.completedFuture(null);
    for (List<Launch> tier : List.of(servers, projectors, apis)) {
      List<CompletableFuture<Void>> starts = new ArrayList<>();
      for (Launch launch : tier) {
        if (launch.is(Condition.DIED)) {
          tell(launch.component().name() + " is started again");
          starts.add(launch.revive(needed, executor).thenRun(() -> lowerPriority(launch)));
        }
      }
      needed = allOf(starts);
    }
  }

  private static String describeDeath(Component component) {
    return "%s has died; its log %s says: %s"
        .formatted(component.name(), component.logFile(), component.lastWords());
  }

  /** Waits a moment. */
  private boolean isStopRequested() throws InterruptedException {
    return stopRequested.await(POLL_MILLIS, TimeUnit.MILLISECONDS)
        || owner.filter(process -> process.find().isEmpty()).isPresent();
  }

  /** Before anything is started, so that the message is the first thing and the only one. */
  private void checkPorts() {
    all()
        .map(Launch::component)
        .forEach(
            component ->
                component.ports().stream()
                    .filter(port -> !Ports.isFree(port))
                    .findFirst()
                    .ifPresent(
                        port -> {
                          throw new ServerException(
                              "port %d, which %s needs, is taken on 127.0.0.1; stop what listens there (\"lsof -i :%d\" names it) or move the whole stack with --port-offset %d"
                                  .formatted(
                                      port, component.name(), port, directory.offset() + 10_000));
                        }));
  }

  private void checkSpace() throws IOException {
    long free = Files.getFileStore(directory.root()).getUsableSpace() >> 20;
    if (free < FREE_MIB) {
      throw new ServerException(
          "the disk of %s has %d MiB left and the stack needs %d to start; make room there"
              .formatted(directory.root(), free, FREE_MIB));
    }
  }

  /** What takes requests first, what holds data last. */
  private void stopAll() {
    stop(apis);
    stop(projectors);
    stop(servers);
  }

  private void stop(List<Launch> tier) {
    ExecutorService executor = Executors.newFixedThreadPool(tier.size());
    try {
      List<CompletableFuture<Void>> stops =
          tier.stream().map(launch -> CompletableFuture.runAsync(launch::stop, executor)).toList();
      allOf(stops)
          .exceptionally(
              failure -> {
                tell("not ended in order: " + failure.getMessage());
                return null;
              })
          .join();
    } finally {
      executor.shutdown();
    }
  }

  private void enter(Phase next) {
    phase = next;
    tell(message.isEmpty() ? next.toString() : next + ": " + message);
    publish();
  }

  /**
   * What cannot be written now is written later, and nothing ends because of it: on a full disk the
   * rest goes on.
   */
  private void publish() {
    try {
      directory
          .state()
          .write(
              new StackState(
                  phase,
                  message,
                  ProcessId.of(ProcessHandle.current()),
                  all().map(Launch::state).toList()));
      unpublished = false;
    } catch (IOException e) {
      if (!unpublished) {
        tell("the state cannot be written, the rest goes on: " + e);
      }
      unpublished = true;
    }
  }

  private Stream<Launch> all() {
    return Stream.of(servers, projectors, apis).flatMap(List::stream);
  }

  private static List<Launch> launches(List<Component> components, String needs) {
    return components.stream().map(component -> new Launch(component, needs)).toList();
  }

  private void tell(String text) {
    log.println(Instant.now() + " " + text);
  }
}
