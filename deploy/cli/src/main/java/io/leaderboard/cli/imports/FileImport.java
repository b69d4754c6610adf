package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One run of an import. While a batch is with the service the next one is read; never more than one
 * is under way, so that the order of the file is the order of the log.
 */
final class FileImport {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private final ImportOrder order;
  private final Patience patience;
  private final IngestApi api;
  private final InputStream in;
  private final PrintStream out;
  private final boolean terminal;

  /**
   * @param in read when the order names standard input
   */
  FileImport(
      ImportOrder order, Patience patience, InputStream in, PrintStream out, boolean terminal) {
    this.in = in;
    this.order = order;
    this.patience = patience;
    this.api = new IngestApi(order.url(), REQUEST_TIMEOUT);
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether every line of the file that the conditions let through is in the log. */
  boolean run() throws IOException, InterruptedException {
    tellWhenNobodyAnswers();
    try (OnlyOnce input = OnlyOnce.of(order.file(), order.journal(), in)) {
      return run(SourceFile.survey(input.file(), input.name()));
    }
  }

  private boolean run(SourceFile source) throws IOException, InterruptedException {
    try (Rows rows = Rows.open(source, order);
        Journal journal = Journal.open(order.journal(), order.journalKey(source))) {
      Optional<String> objection = rows.objectionTo(order.mapping());
      if (objection.isPresent()) {
        throw new CommandException(objection.get());
      }
      JournalState begin = JournalState.beginning(source, order);
      JournalState known = order.again() ? begin : journal.read().orElse(begin);
      if (known.finished()) {
        out.println(
            "%s was imported into %s on %s: %s. Nothing was sent; --again sends it all the same, every line counts once"
                .formatted(source.name(), order.game(), known.updatedAt(), counts(known)));
        return isWhole(known, journal);
      }
      if (known.linesConfirmed() > 0) {
        out.println(
            "going on after line %,d of %,d".formatted(known.linesConfirmed(), source.lines()));
      }
      JournalState done = send(source, rows, journal, known);
      out.println("%s into %s: %s".formatted(source.name(), order.game(), counts(done)));
      return isWhole(done, journal);
    }
  }

  private boolean isWhole(JournalState state, Journal journal) {
    if (state.rejected() > 0) {
      out.println("the rejected lines are listed in " + journal.rejectionFile());
    }
    return state.rejected() == 0;
  }

  /** Before the file is read, which takes long when it is large. */
  private void tellWhenNobodyAnswers() throws InterruptedException {
    try {
      api.timeZone(order.game());
    } catch (IOException e) {
      out.println(
          "%s does not answer (%s): is the stack up (\"deploy/leaderboard up\"), and --url right? Asked again for %d s"
              .formatted(order.url(), IngestApi.describe(e), patience.limit().toSeconds()));
    }
  }

  private JournalState send(SourceFile source, Rows rows, Journal journal, JournalState known)
      throws IOException, InterruptedException {
    ScoreLines scoreLines =
        new ScoreLines(order.game(), order.mapping(), new OccurredAt(timeZone()));
    Batches batches = new Batches(rows, scoreLines, known.linesConfirmed());
    LineDelivery delivery = new LineDelivery(api, patience);
    ExecutorService sender = Executors.newSingleThreadExecutor();
    JournalState state = known;
    journal.write(state);
    try (RejectionList rejections = journal.rejections(known.rejectionBytes());
        Progress progress =
            new Progress(
                order.game(), "lines", known.linesConfirmed(), source.lines(), out, terminal)) {
      @Nullable Batch batch = batches.next();
      while (batch != null) {
        Batch current = batch;
        Future<List<RejectedLine>> outcome = sender.submit(() -> delivery.deliver(current.lines()));
        batch = batches.next();
        List<RejectedLine> byService = await(outcome);
        List<RejectedLine> all = new ArrayList<>(current.rejected());
        all.addAll(byService);
        all.sort(Comparator.comparingLong(RejectedLine::line));
        PrintStream told = all.isEmpty() ? out : progress.above();
        long rejectionBytes = rejections.add(all, told);
        state = state.after(current, byService.size(), rejectionBytes);
        journal.write(state);
        progress.reached(state.linesConfirmed(), source.lines());
      }
      progress.reached(source.lines(), source.lines());
      state = state.finishedNow();
      journal.write(state);
      return state;
    } finally {
      sender.shutdownNow();
    }
  }

  private ZoneId timeZone() throws InterruptedException {
    Patience.Wait wait = patience.begin(order.url().toString());
    while (true) {
      try {
        Optional<ZoneId> zone = api.timeZone(order.game());
        if (zone.isEmpty()) {
          out.println(
              "game %s is not defined: it gets the default boards, times without an offset are UTC"
                  .formatted(order.game()));
        }
        return zone.orElse(ZoneOffset.UTC);
      } catch (IOException e) {
        wait.afterFailure(IngestApi.describe(e), Duration.ZERO);
      }
    }
  }

  private static List<RejectedLine> await(Future<List<RejectedLine>> outcome)
      throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the sender failed", e);
    }
  }

  private static String counts(JournalState state) {
    return "%,d lines accepted, %,d rejected, %,d left out by --where"
        .formatted(state.accepted(), state.rejected(), state.skipped());
  }
}
