package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Brings lines to a decision: each becomes an event or is rejected for good, or the delivery fails
 * as a whole. Sending a line twice is harmless, because its event id makes the log count it once.
 */
final class LineDelivery {
  /** As many rejections as an answer lists: with so few lines none goes unlisted. */
  private static final int LISTED_REJECTIONS = 100;

  private final IngestApi api;
  private final Patience patience;

  LineDelivery(IngestApi api, Patience patience) {
    this.api = api;
    this.patience = patience;
  }

  /** The lines that were rejected for good, by their numbers; all others were accepted. */
  List<RejectedLine> deliver(List<ScoreLine> lines) throws InterruptedException {
    List<RejectedLine> rejected = new ArrayList<>();
    List<ScoreLine> pending = lines;
    int most = Integer.MAX_VALUE;
    Patience.Wait wait = patience.begin(api.url().toString());
    while (!pending.isEmpty()) {
      List<ScoreLine> request = pending.subList(0, Math.min(most, pending.size()));
      IngestAnswer answer = api.post(request);
      List<ScoreLine> again;
      int decided;
      if (answer instanceof IngestAnswer.Taken taken) {
        decided = decidedLines(taken);
        again = settle(request, taken, decided, rejected);
        if (taken.rejectedTotal() > taken.rejected().size()) {
          most = LISTED_REJECTIONS;
        }
        if (decided > again.size()) {
          wait.progressed();
        } else {
          wait.afterFailure(reasonToWait(taken), Duration.ZERO);
        }
      } else if (answer instanceof IngestAnswer.Refused refused) {
        again = List.of();
        if (request.size() > 1 && mayBeOneLine(refused)) {
          most = request.size() / 2;
          decided = 0;
        } else {
          rejected.add(new RejectedLine(request.get(0).line(), onlyLine(request, refused)));
          decided = 1;
        }
      } else {
        IngestAnswer.Unavailable unavailable = (IngestAnswer.Unavailable) answer;
        again = List.of();
        decided = 0;
        wait.afterFailure(unavailable.detail(), unavailable.retryAfter());
      }
      List<ScoreLine> rest = pending.subList(decided, pending.size());
      pending = again.isEmpty() ? rest : concatenate(again, rest);
    }
    rejected.sort(Comparator.comparingLong(RejectedLine::line));
    return rejected;
  }

  /**
   * How many lines from the first on have a known outcome: beyond the last listed rejection nobody
   * knows which of the lines were among the unlisted ones.
   */
  private static int decidedLines(IngestAnswer.Taken taken) {
    if (taken.rejectedTotal() <= taken.rejected().size()) {
      return taken.taken();
    }
    int lastListed =
        taken.rejected().stream().mapToInt(IngestAnswer.Rejection::index).max().orElse(-1);
    return Math.min(taken.taken(), lastListed + 1);
  }

  /** Notes the lines that were rejected for good and returns those to send again. */
  private static List<ScoreLine> settle(
      List<ScoreLine> request, IngestAnswer.Taken taken, int decided, List<RejectedLine> rejected) {
    List<ScoreLine> again = new ArrayList<>();
    for (IngestAnswer.Rejection rejection : taken.rejected()) {
      if (rejection.index() >= decided) {
        continue;
      }
      ScoreLine line = request.get(rejection.index());
      if (rejection.retryable()) {
        again.add(line);
      } else {
        rejected.add(new RejectedLine(line.line(), rejection.reason()));
      }
    }
    again.sort(Comparator.comparingLong(ScoreLine::line));
    return again;
  }

  private static String reasonToWait(IngestAnswer.Taken taken) {
    return taken.rejected().stream()
        .filter(IngestAnswer.Rejection::retryable)
        .map(IngestAnswer.Rejection::reason)
        .findFirst()
        .orElse("the log does not take events");
  }

  /** Whether a part of the lines could be to blame, rather than the request's address or game. */
  private static boolean mayBeOneLine(IngestAnswer.Refused refused) {
    return refused.status() == 400 || refused.status() == 413;
  }

  private String onlyLine(List<ScoreLine> request, IngestAnswer.Refused refused) {
    if (request.size() > 1 || !mayBeOneLine(refused)) {
      throw new CommandException(
          "%s refused the scores with status %d: %s"
              .formatted(api.url(), refused.status(), refused.detail()));
    }
    return refused.detail();
  }

  private static List<ScoreLine> concatenate(List<ScoreLine> first, List<ScoreLine> second) {
    List<ScoreLine> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
