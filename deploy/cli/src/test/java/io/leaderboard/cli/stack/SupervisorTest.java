package io.leaderboard.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Condition;
import io.leaderboard.cli.stack.StackState.Phase;
import io.leaderboard.servers.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final String SERVES = "touch ready; exec sleep 600";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path home;
  private StackDirectory directory;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final List<String> ended = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = new StackDirectory(home, 0);
    Files.createDirectories(directory.root());
  }

  @Test
  void allAreUpThenStoppedWithTheApisFirstAndTheServersLast() throws Exception {
    Supervisor supervisor =
        supervisor(component("kafka", SERVES), component("api", SERVES), Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);
    assertThat(conditions()).containsOnly(Condition.READY);

    supervisor.requestStop();

    assertThat(run.get()).isTrue();
    assertThat(phase()).isEqualTo(Phase.STOPPED);
    assertThat(ended).containsExactly("api", "projector", "kafka");
    assertNothingRuns();
  }

  @Test
  void aComponentThatDiesDuringTheStartEndsEverythingWithItsLastWords() throws Exception {
    Supervisor supervisor =
        supervisor(
            component("kafka", SERVES),
            component("api", "echo 'fatal: no such key'; exit 1"),
            Optional.empty());

    assertThat(run(supervisor).get()).isFalse();

    assertThat(state().phase()).isEqualTo(Phase.FAILED);
    assertThat(state().message()).isEqualTo("api did not start: fatal: no such key");
    assertNothingRuns();
  }

  @Test
  void aServerThatDiesWhileTheOthersStartEndsEverything() throws Exception {
    Supervisor supervisor =
        supervisor(
            component("kafka", "touch ready; sleep 1; echo 'error: disk'; exit 1"),
            component("api", "exec sleep 600"),
            Optional.empty());

    assertThat(run(supervisor).get()).isFalse();

    assertThat(state().message()).contains("kafka has died").contains("error: disk");
    assertNothingRuns();
  }

  @Test
  void aComponentThatDiesLaterIsReportedAndTheRestRunsOn() throws Exception {
    ShellComponent api = component("api", SERVES);
    Supervisor supervisor = supervisor(component("kafka", SERVES), api, Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);

    ProcessHandle.of(api.pid()).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> conditions().contains(Condition.DIED));
    assertThat(phase()).isEqualTo(Phase.UP);
    assertThat(RunningStack.find(directory).orElseThrow().components()).hasSize(2);
    supervisor.requestStop();
    assertThat(run.get()).isTrue();
    assertNothingRuns();
  }

  @Test
  void aStateThatCannotBeWrittenEndsNothingAndIsWrittenAsSoonAsItCanBe() throws Exception {
    ShellComponent api = component("api", SERVES);
    Supervisor supervisor = supervisor(component("kafka", SERVES), api, Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);
    // As a full disk refuses it, and for every user.
    Path inTheWay = Files.createDirectory(directory.root().resolve("state.json.next"));
    assertThat(ProcessHandle.of(api.pid()).orElseThrow().destroyForcibly()).isTrue();
    await().atMost(SOON).until(() -> told().contains("the state cannot be written"));

    assertThat(run).isNotDone();
    assertThat(RunningStack.find(directory).orElseThrow().components()).hasSize(2);

    Files.delete(inTheWay);
    await().atMost(SOON).until(() -> conditions().contains(Condition.DIED));
    assertThat(told().lines().filter(line -> line.contains("cannot be written"))).hasSize(1);
    supervisor.requestStop();
    assertThat(run.get()).isTrue();
    assertNothingRuns();
  }

  @Test
  void whatHasDiedIsStartedAgainWhenThatIsAskedForAndNothingElseIs() throws Exception {
    ShellComponent kafka = component("kafka", SERVES);
    ShellComponent api = component("api", SERVES);
    Supervisor supervisor = supervisor(kafka, api, Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);
    long former = api.pid();
    long other = kafka.pid();
    ProcessHandle.of(former).orElseThrow().destroyForcibly();
    await().atMost(SOON).until(() -> conditions().contains(Condition.DIED));

    Files.writeString(directory.revival(), "");

    await().atMost(SOON).until(() -> !Files.exists(directory.revival()));
    await().atMost(SOON).until(() -> Set.copyOf(conditions()).equals(Set.of(Condition.READY)));
    assertThat(api.pid()).isNotEqualTo(former);
    assertThat(kafka.pid()).isEqualTo(other);
    supervisor.requestStop();
    assertThat(run.get()).isTrue();
    assertNothingRuns();
  }

  @Test
  void whatCannotBeStartedAgainIsDeadWithTheReasonAndTheRestRunsOn() throws Exception {
    ShellComponent api =
        component("api", "[ -e ready ] && { echo 'error: no room'; exit 1; }; " + SERVES);
    Supervisor supervisor = supervisor(component("kafka", SERVES), api, Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);
    ProcessHandle.of(api.pid()).orElseThrow().destroyForcibly();
    await().atMost(SOON).until(() -> conditions().contains(Condition.DIED));

    Files.writeString(directory.revival(), "");

    await().atMost(SOON).until(() -> !Files.exists(directory.revival()));
    await()
        .atMost(SOON)
        .until(
            () ->
                state().components().stream()
                    .anyMatch(
                        each ->
                            each.condition() == Condition.DIED
                                && each.detail().contains("error: no room")));
    assertThat(phase()).isEqualTo(Phase.UP);
    supervisor.requestStop();
    run.get();
    assertNothingRuns();
  }

  @Test
  void aStopDuringTheStartLeavesNothingRunning() throws Exception {
    Supervisor supervisor =
        supervisor(
            component("kafka", SERVES), component("api", "exec sleep 600"), Optional.empty());
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> conditions().contains(Condition.STARTING));

    supervisor.requestStop();

    assertThat(run.get()).isFalse();
    assertNothingRuns();
  }

  @Test
  void theEndOfItsOwnerEndsTheStack() throws Exception {
    Process owner = new ProcessBuilder("sleep", "600").start();
    Supervisor supervisor =
        supervisor(
            component("kafka", SERVES),
            component("api", SERVES),
            Optional.of(ProcessId.of(owner.toHandle())));
    CompletableFuture<Boolean> run = run(supervisor);
    await().atMost(SOON).until(() -> phase() == Phase.UP);

    owner.destroyForcibly().waitFor();

    assertThat(run.get()).isTrue();
    assertNothingRuns();
  }

  @Test
  void aTakenPortIsNamedWithItsComponentAndAWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ShellComponent kafka = new ShellComponent("kafka", home, taken.getLocalPort(), SERVES, ended);

      assertThat(run(supervisor(kafka, component("api", SERVES), Optional.empty())).get())
          .isFalse();

      assertThat(state().message())
          .contains("port " + taken.getLocalPort() + ", which kafka needs, is taken")
          .contains("--port-offset");
      assertThat(conditions()).doesNotContain(Condition.READY, Condition.STARTING);
      assertThat(ended).isEmpty();
    }
  }

  private Supervisor supervisor(Component server, Component api, Optional<ProcessId> owner) {
    return new Supervisor(
        directory,
        List.of(server),
        List.of(component("projector", SERVES)),
        List.of(api),
        owner,
        new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private ShellComponent component(String name, String script) {
    return new ShellComponent(name, home, Ports.free(), script, ended);
  }

  private static CompletableFuture<Boolean> run(Supervisor supervisor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return supervisor.run();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private StackState state() {
    return directory.state().read().orElseThrow();
  }

  private Phase phase() {
    return directory.state().read().map(StackState::phase).orElse(Phase.STARTING);
  }

  private List<Condition> conditions() {
    return directory.state().read().stream()
        .flatMap(state -> state.components().stream())
        .map(ComponentState::condition)
        .toList();
  }

  private void assertNothingRuns() {
    assertThat(RunningStack.find(directory).map(RunningStack::components).orElse(List.of()))
        .isEmpty();
  }
}
