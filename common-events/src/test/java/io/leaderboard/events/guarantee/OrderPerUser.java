package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.guarantee.History.Sent;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.Standing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All of one user's events of one game stand in one partition, in the order in which one sender
 * sent them, and have their effect in that order.
 *
 * <pre>
 * a sender sends e1, e2, e3 of ann, e2 and e3 of the same time
 * legal:    0:4 e1, 0:5 e2, 0:9 e3           and her last is e3
 *           0:4 e1, 0:5 e2, 0:6 e3, 0:7 e2   (sent again)
 * illegal:  0:4 e2, 0:5 e1                   (turned round)
 *           0:4 e1, 1:2 e2                   (in two partitions: nobody can tell which was first)
 *           0:4 e1, 0:5 e2, 0:9 e3, and her last is e2
 * </pre>
 */
public final class OrderPerUser implements Guarantee {
  private record User(String gameId, String userId) {}

  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    addTurnedRound(violations, history);
    addInTwoPartitions(violations, history);
    history.views().forEach(view -> addFoldedOutOfOrder(violations, history, view));
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    return history.hasAcknowledgements();
  }

  private static void addTurnedRound(List<String> violations, History history) {
    Map<User, Sent> before = new HashMap<>();
    history.sent().stream()
        .filter(each -> each.at().record() instanceof ScoreEvent)
        .sorted(Comparator.comparingLong(Sent::number))
        .forEach(
            each -> {
              Sent last = before.put(userOf(each.at()), each);
              if (last != null
                  && last.at().partition() == each.at().partition()
                  && last.at().offset() >= each.at().offset()) {
                violations.add(
                    "sent %s and then %s of %s"
                        .formatted(Told.of(last.at()), Told.of(each.at()), userOf(each.at())));
              }
            });
  }

  private static void addInTwoPartitions(List<String> violations, History history) {
    Map<User, LogRecord> first = new HashMap<>();
    for (LogRecord record : history.log()) {
      if (record.record() instanceof ScoreEvent) {
        LogRecord other = first.putIfAbsent(userOf(record), record);
        if (other != null && other.partition() != record.partition()) {
          violations.add(
              "%s stands in two partitions: %s and %s"
                  .formatted(userOf(record), Told.of(other), Told.of(record)));
        }
      }
    }
  }

  /** Of events of the same time the last one counts; only order decides which that is. */
  private static void addFoldedOutOfOrder(
      List<String> violations, History history, StoreView view) {
    Expected expected = new Expected(history, view);
    for (StandingKey key : expected.differing()) {
      BoardDefinition board = expected.board(key);
      Standing right = expected.of(key);
      Standing found = expected.found(key);
      if (board != null
          && board.aggregation() == Aggregation.LAST
          && right != null
          && found != null
          && right.reachedAt() == found.reachedAt()) {
        Game game = view.games().game(key.gameId()).orElseThrow();
        int scale = Scale.of(game.definition(), board);
        List<LogRecord> story = history.story(key.gameId(), key.userId());
        story.stream()
            .filter(at -> isOf(at, found, board, scale))
            .findFirst()
            .ifPresent(
                earlier ->
                    violations.add(
                        "%s in %s is what %s gave, though others of that time came later: %s"
                            .formatted(
                                key,
                                view.store(),
                                Told.of(earlier),
                                story.stream()
                                    .filter(at -> timeOf(at) == found.reachedAt())
                                    .map(Told::of)
                                    .toList())));
      }
    }
  }

  private static boolean isOf(LogRecord at, Standing found, BoardDefinition board, int scale) {
    ScoreEvent event = (ScoreEvent) Objects.requireNonNull(at.record());
    Long raw =
        board.metric().equals(BoardDefinition.SCORE)
            ? Long.valueOf(event.score())
            : event.metrics().get(board.metric());
    return raw != null
        && event.occurredAt() == found.reachedAt()
        && new BigDecimal(raw)
                .movePointLeft(event.scale())
                .compareTo(new BigDecimal(found.value()).movePointLeft(scale))
            == 0;
  }

  private static long timeOf(LogRecord at) {
    return ((ScoreEvent) Objects.requireNonNull(at.record())).occurredAt();
  }

  private static User userOf(LogRecord at) {
    ScoreEvent event = (ScoreEvent) Objects.requireNonNull(at.record());
    return new User(event.gameId(), event.userId());
  }
}
