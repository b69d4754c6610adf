package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.imports.ContractServer.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImportTest {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(20), Duration.ofMillis(5), Duration.ofMillis(20));

  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir Path directory;
  private ContractServer server;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void startServer() throws IOException {
    server = new ContractServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void equalLinesAreDifferentScores() throws Exception {
    Path file = file("goals.csv", "who,when\nanna,2020-01-01\nanna,2020-01-01\nben,2020-01-02\n");

    assertThat(run(file, false)).isTrue();

    assertThat(server.total("anna")).isEqualTo(2);
    assertThat(server.total("ben")).isEqualTo(1);
  }

  @Test
  void aFinishedImportIsNotSentTwiceAndAgainCountsOnce() throws Exception {
    Path file = file("goals.csv", "who,when\nanna,2020-01-01\nanna,2020-01-01\n");
    run(file, false);

    assertThat(run(file, false)).isTrue();
    assertThat(server.requests()).isEqualTo(1);
    assertThat(said()).contains("Nothing was sent");

    assertThat(run(file, true)).isTrue();
    assertThat(server.requests()).isEqualTo(2);
    assertThat(server.total("anna")).isEqualTo(2);
  }

  @Test
  void theSameContentUnderAnotherNameIsTheSameImport() throws Exception {
    run(file("goals.csv", "who,when\nanna,2020-01-01\n"), false);

    assertThat(run(file("copy.csv", "who,when\nanna,2020-01-01\n"), false)).isTrue();

    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void rejectedLinesAreReportedWithTheirNumberInTheFile() throws Exception {
    Path file =
        file(
            "goals.csv",
            "who,when\nanna,2020-01-01\n,2020-01-01\nben,yesterday\n\n\"two\nlines\",2020-01-01\nbad,2020-01-01\ncleo\n");

    assertThat(run(file, false)).isFalse();

    assertThat(said())
        .contains("line 3: column \"who\" is empty")
        .contains("line 4: time \"yesterday\"")
        .contains("line 8: userId: must not be bad")
        .contains("line 9: has 1 columns, but the header has 2")
        .contains("2 lines accepted, 4 rejected");
    assertThat(server.total("two\nlines")).isEqualTo(1);
  }

  @Test
  void everyRejectedLineIsReportedWhenAnAnswerListsOnlyTheFirstHundred() throws Exception {
    StringBuilder csv = new StringBuilder("who,when\n");
    for (int line = 2; line <= 1_001; line++) {
      csv.append(line % 3 == 0 ? "bad" : "good").append(line).append(",2020-01-01\n");
    }

    assertThat(run(file("goals.csv", csv.toString()), false)).isFalse();

    List<String> listed = Files.readAllLines(rejectionFile());
    assertThat(listed).hasSize(333);
    assertThat(listed)
        .allMatch(line -> Integer.parseInt(line.substring(0, line.indexOf('\t'))) % 3 == 0);
    assertThat(server.events).hasSize(667);
  }

  @Test
  void aServiceThatIsAwayIsAskedAgainUntilItTakesTheLines() throws Exception {
    Path file = file("goals.csv", lines(20));
    server.next(
        new Fault.Unavailable(),
        new Fault.Drop(false),
        new Fault.Drop(true),
        new Fault.StopAt(7),
        new Fault.StopAt(0),
        new Fault.Unknown(4),
        new Fault.Unavailable());

    assertThat(run(file, false)).isTrue();

    assertThat(server.events).hasSize(20);
    assertThat(server.requestSizes).containsExactly(20, 20, 20, 20, 13, 13, 1, 1);
  }

  @Test
  void aRequestRefusedAsAWholeIsTakenApart() throws Exception {
    server.next(new Fault.RefuseAll(413), new Fault.RefuseAll(413));

    assertThat(run(file("goals.csv", lines(20)), false)).isTrue();

    assertThat(server.events).hasSize(20);
  }

  @Test
  void aRefusalThatNoLineIsToBlameForEndsTheImport() throws Exception {
    server.next(new Fault.RefuseAll(404));

    assertThatThrownBy(() -> run(file("goals.csv", lines(3)), false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("status 404: refused as a whole");
  }

  @Test
  void anImportThatGaveUpGoesOnWhereItStopped() throws Exception {
    Path file = file("goals.csv", lines(12_000));
    server.next(new Fault.StopAt(5_000), new Fault.Unavailable());
    Patience none = new Patience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));
    assertThatThrownBy(() -> new FileImport(order(file, false), none, NOTHING, out(), false).run())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("run the same command again");

    assertThat(run(file, false)).isTrue();

    assertThat(said()).contains("going on after line 5,001 of 12,001");
    assertThat(server.events).hasSize(12_000);
    assertThat(server.requestSizes).containsExactly(5_000, 5_000, 5_000, 2_000);
  }

  @Test
  void aDateIsMidnightInTheZoneOfTheGame() throws Exception {
    server.timeZone("America/New_York");

    run(file("goals.csv", "who,when\nanna,2020-07-01\n"), false);

    assertThat(server.events.values())
        .extracting(event -> event.path("occurredAt").asString())
        .containsExactly("2020-07-01T04:00:00Z");
  }

  @Test
  void aGameThatIsNotDefinedIsSaidAndUsesUtc() throws Exception {
    server.timeZone(null);

    assertThat(run(file("goals.csv", "who,when\nanna,2020-07-01\n"), false)).isTrue();

    assertThat(said()).contains("game football is not defined");
  }

  @Test
  void aMissingColumnNamesThoseThereAre() throws Exception {
    assertThatThrownBy(() -> run(file("goals.csv", "name,when\nanna,2020-07-01\n"), false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no column \"who\"; it has: name, when");
  }

  @Test
  void jsonLinesGiveTheSameScores() throws Exception {
    Path file =
        file(
            "goals.ndjson",
            """
            {"who":"anna","when":"2020-07-01T10:00:00+02:00","own":false}
            nothing
            {"who":{},"when":"2020-07-01","own":false}
            {"who":"ben","when":"2020-07-01","own":true}
            """);
    Mapping mapping =
        new Mapping("who", "1", "when", null, List.of(new Mapping.Condition("own", "false")));
    ImportOrder order =
        new ImportOrder(
            file,
            "football",
            mapping,
            Format.NDJSON,
            ",",
            server.url(),
            directory.resolve("j"),
            false);

    assertThat(new FileImport(order, PATIENCE, NOTHING, out(), false).run()).isFalse();

    assertThat(server.events).hasSize(1);
    assertThat(said())
        .contains("line 2: is not JSON")
        .contains("line 3: field \"who\" must be a string, a number or a boolean")
        .contains("1 lines accepted, 2 rejected, 1 left out");
  }

  @Test
  void theRepeatOfAPartlyRejectedImportIsNotWholeEither() throws Exception {
    Path file = file("goals.csv", "who,when\nanna,2020-01-01\nbad,2020-01-01\n");
    assertThat(run(file, false)).isFalse();

    assertThat(run(file, false)).isFalse();

    assertThat(said())
        .contains("Nothing was sent", "1 lines accepted, 1 rejected")
        .endsWith("the rejected lines are listed in " + rejectionFile() + System.lineSeparator());
  }

  @Test
  void standardInputIsImportedAndGoesOnAsTheSameImportWhenItComesFromAFile() throws Exception {
    String csv = "who,when\nanna,2020-01-01\nanna,2020-01-01\n";
    InputStream in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));

    assertThat(new FileImport(order(Path.of("-"), false), PATIENCE, in, out(), false).run())
        .isTrue();

    assertThat(server.total("anna")).isEqualTo(2);
    assertThat(said()).contains("standard input into football: 2 lines accepted");
    assertThat(run(file("goals.csv", csv), false)).isTrue();
    assertThat(said()).contains("Nothing was sent");
    try (var kept = Files.list(directory.resolve("journal"))) {
      assertThat(kept).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void aPipeIsReadOnceAndImportedWhole() throws Exception {
    Path pipe = directory.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.writeString(pipe, lines(7), StandardOpenOption.WRITE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(run(pipe, false)).isTrue();

    writer.join();
    assertThat(server.events).hasSize(7);
  }

  @Test
  void aCompressedFileIsTheSameImportAsTheFileItself() throws Exception {
    Path file = file("goals.csv", lines(3));
    Path compressed = directory.resolve("goals.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      Files.copy(file, out);
    }

    assertThat(run(compressed, false)).isTrue();
    assertThat(run(file, false)).isTrue();

    assertThat(server.events).hasSize(3);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void cellsMayBeSeparatedByAnyCharacter() throws Exception {
    Path file = file("goals.csv", "who;when;note\n\"an;na\";2020-01-01;a, b\n");
    assertThat(new FileImport(order(file, ";", false), PATIENCE, NOTHING, out(), false).run())
        .isTrue();
    assertThat(run(file("goals.tsv", "who\twhen\nben\t2020-01-01\n"), false)).isTrue();

    assertThat(server.total("an;na")).isEqualTo(1);
    assertThat(server.total("ben")).isEqualTo(1);
  }

  @Test
  void theWrongDelimiterIsSuspectedWhereThereIsOneColumnOnly() throws Exception {
    assertThatThrownBy(() -> run(file("goals.csv", "who;when\nanna;2020-01-01\n"), false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("it has: who;when (one column: is --delimiter right?)");
  }

  @Test
  void thatNobodyAnswersIsSaidBeforeAnythingIsWaitedFor() throws Exception {
    Path file = file("goals.csv", lines(1));
    ImportOrder order = order(file, false);
    server.close();
    Patience none = new Patience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));

    assertThatThrownBy(() -> new FileImport(order, none, NOTHING, out(), false).run())
        .isInstanceOf(CommandException.class);

    assertThat(said())
        .startsWith(order.url() + " does not answer (no connection): is the stack up");
  }

  @Test
  void aSecondImportOfTheSameFileAtTheSameTimeIsRefused() throws Exception {
    Path file = file("goals.csv", lines(3));
    ImportOrder order = order(file, false);
    try (Journal held = Journal.open(order.journal(), order.journalKey(SourceFile.survey(file)))) {
      assertThat(held.read()).isEmpty();
      assertThatThrownBy(() -> run(file, false))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("another import of this file is running");
    }
  }

  private boolean run(Path file, boolean again) throws IOException, InterruptedException {
    return new FileImport(order(file, again), PATIENCE, NOTHING, out(), false).run();
  }

  private ImportOrder order(Path file, boolean again) {
    return order(file, Format.delimiterOf(file), again);
  }

  private ImportOrder order(Path file, String delimiter, boolean again) {
    return new ImportOrder(
        file,
        "football",
        new Mapping("who", "1", "when", null, List.of()),
        Format.of(file),
        delimiter,
        server.url(),
        directory.resolve("journal"),
        again);
  }

  private PrintStream out() {
    return new PrintStream(told, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private Path rejectionFile() throws IOException {
    try (var files = Files.list(directory.resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(".tsv")).findFirst().orElseThrow();
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static String lines(int count) {
    StringBuilder csv = new StringBuilder("who,when\n");
    for (int i = 0; i < count; i++) {
      csv.append("user").append(i).append(",2020-01-01\n");
    }
    return csv.toString();
  }
}
