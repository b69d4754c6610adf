package io.leaderboard.events.reference;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log means, computed in the plainest way: everything in memory, decimals as {@link
 * BigDecimal}, every event of a user kept and looked at again. Slow and meant to be; events of
 * games that are not defined do not count.
 */
public final class ReferenceFold {
  private static final BigDecimal LARGEST = new BigDecimal("999999999999999");

  private final int window;
  private final Map<String, GameDefinition> games = new LinkedHashMap<>();
  private final Map<String, Long> firstSeen = new HashMap<>();

  /** When periods end, by their board and id: finding that out takes long. */
  private final Map<List<Object>, Long> ends = new HashMap<>();

  /**
   * @param window with how many preceding offsets of its partition an event id is compared
   */
  public ReferenceFold(int window) {
    this.window = window;
  }

  /** Adds a game, or replaces its definition; none of its periods is closed from the start. */
  public ReferenceFold define(GameDefinition game) {
    ends.clear();
    games.put(game.gameId(), game);
    return this;
  }

  /**
   * Adds a game, or replaces its definition. When it closes automatically, the periods that ended
   * before it was first seen are closed from the start.
   *
   * @param firstSeenAt milliseconds since 1970
   */
  public ReferenceFold define(GameDefinition game, long firstSeenAt) {
    firstSeen.put(game.gameId(), firstSeenAt);
    return define(game);
  }

  /** Where everybody stands after these records, in whatever order they are listed. */
  public Map<StandingKey, ReferenceStanding> standings(List<LogRecord> log) {
    Map<StandingKey, List<Run>> runs = new LinkedHashMap<>();
    for (Counted counted : counted(log)) {
      GameDefinition game = games.get(counted.event().gameId());
      if (game != null) {
        for (BoardDefinition board : game.boards()) {
          addRun(runs, game, board, counted);
        }
      }
    }
    Map<StandingKey, ReferenceStanding> standings = new LinkedHashMap<>();
    runs.forEach(
        (key, list) -> {
          GameDefinition game = Objects.requireNonNull(games.get(key.gameId()));
          standings.put(key, standing(game, game.board(key.boardId()).orElseThrow(), list));
        });
    return standings;
  }

  /** The places that are duplicates. */
  public List<LogRecord> duplicates(List<LogRecord> log) {
    List<LogRecord> duplicates = new ArrayList<>();
    Map<List<Object>, List<Long>> seen = new HashMap<>();
    for (LogRecord at : inOrder(log)) {
      if (at.record() instanceof ScoreEvent event) {
        List<Object> id = List.of(at.partition(), event.gameId(), event.userId(), event.eventId());
        List<Long> before = seen.computeIfAbsent(id, none -> new ArrayList<>());
        if (before.stream().anyMatch(q -> at.offset() - window <= q && q < at.offset())) {
          duplicates.add(at);
        }
        before.add(at.offset());
      }
    }
    return duplicates;
  }

  /**
   * An event that is no duplicate, and until when its game's periods are closed where it stands.
   */
  private record Counted(ScoreEvent event, @Nullable Long closedThrough) {}

  /** What an event brings to a board. */
  private record Run(BigDecimal value, long occurredAt) {}

  private List<Counted> counted(List<LogRecord> log) {
    Set<LogRecord> duplicates = Collections.newSetFromMap(new IdentityHashMap<>());
    duplicates.addAll(duplicates(log));
    List<Counted> counted = new ArrayList<>();
    Map<List<Object>, Long> closed = new HashMap<>();
    for (LogRecord at : inOrder(log)) {
      if (at.record() instanceof PeriodsClosed closing) {
        closed.merge(List.of(at.partition(), closing.gameId()), closing.through(), Math::max);
      } else if (at.record() instanceof ScoreEvent event && !duplicates.contains(at)) {
        counted.add(new Counted(event, closed.get(List.of(at.partition(), event.gameId()))));
      }
    }
    return counted;
  }

  private void addRun(
      Map<StandingKey, List<Run>> runs,
      GameDefinition game,
      BoardDefinition board,
      Counted counted) {
    ScoreEvent event = counted.event();
    Optional<String> period =
        ReferenceCalendar.periodId(board, game.timeZone(), event.occurredAt());
    Optional<BigDecimal> value = value(game, board, event);
    if (period.isPresent() && value.isPresent() && !late(game, board, period.get(), counted)) {
      StandingKey key = new StandingKey(game.gameId(), board.id(), period.get(), event.userId());
      runs.computeIfAbsent(key, none -> new ArrayList<>())
          .add(new Run(value.get(), event.occurredAt()));
    }
  }

  private boolean late(GameDefinition game, BoardDefinition board, String period, Counted counted) {
    Long closed = counted.closedThrough();
    Long seen = game.closing() == Closing.AUTOMATIC ? firstSeen.get(game.gameId()) : null;
    if (closed == null && seen == null) {
      return false;
    }
    long end =
        ends.computeIfAbsent(
            List.of(game.gameId(), board.id(), period),
            unknown -> ReferenceCalendar.end(board, game.timeZone(), counted.event().occurredAt()));
    return (closed != null && end <= closed) || (seen != null && end <= seen);
  }

  private static Optional<BigDecimal> value(
      GameDefinition game, BoardDefinition board, ScoreEvent event) {
    Map<String, Long> numbers = new HashMap<>(event.metrics());
    numbers.put("score", event.score());
    Long raw = numbers.get(board.metric());
    if (raw == null) {
      return Optional.empty();
    }
    if (board.aggregation() == Aggregation.COUNT) {
      return Optional.of(BigDecimal.ONE);
    }
    BigDecimal value = new BigDecimal(raw).movePointLeft(event.scale());
    boolean hasTooManyDecimals =
        value.remainder(BigDecimal.ONE.movePointLeft(game.decimals())).signum() != 0;
    return hasTooManyDecimals || !inRange(value, game.decimals())
        ? Optional.empty()
        : Optional.of(value);
  }

  private static boolean inRange(BigDecimal value, int decimals) {
    return value.movePointRight(decimals).abs().compareTo(LARGEST) <= 0;
  }

  private static ReferenceStanding standing(
      GameDefinition game, BoardDefinition board, List<Run> runs) {
    return switch (board.aggregation()) {
      case BEST -> {
        Comparator<Run> byValue = Comparator.comparing(Run::value);
        Run best =
            runs.stream()
                .min(
                    (board.order() == Order.ASC ? byValue : byValue.reversed())
                        .thenComparing(Run::occurredAt))
                .orElseThrow();
        yield new ReferenceStanding(best.value(), best.occurredAt());
      }
      case SUM, COUNT -> {
        int decimals = board.aggregation() == Aggregation.COUNT ? 0 : game.decimals();
        BigDecimal sum = BigDecimal.ZERO;
        List<Run> counting = new ArrayList<>();
        for (Run run : runs) {
          if (inRange(sum.add(run.value()), decimals)) {
            sum = sum.add(run.value());
            counting.add(run);
          }
        }
        // What adds nothing reaches nothing, unless there is nothing else.
        List<Run> adding = counting.stream().filter(run -> run.value().signum() != 0).toList();
        yield new ReferenceStanding(
            sum,
            (adding.isEmpty() ? counting : adding)
                .stream().mapToLong(Run::occurredAt).max().orElseThrow());
      }
      case LAST -> {
        // Those that were the last one when they came; the value has been there since the first of
        // those at the end that brought the same.
        List<Run> lastOnes = new ArrayList<>();
        for (Run run : runs) {
          if (lastOnes.stream().allMatch(before -> run.occurredAt() >= before.occurredAt())) {
            lastOnes.add(run);
          }
        }
        BigDecimal value = lastOnes.get(lastOnes.size() - 1).value();
        int first = lastOnes.size() - 1;
        while (first > 0 && lastOnes.get(first - 1).value().compareTo(value) == 0) {
          first--;
        }
        yield new ReferenceStanding(value, lastOnes.get(first).occurredAt());
      }
    };
  }

  private static List<LogRecord> inOrder(List<LogRecord> log) {
    return log.stream()
        .sorted(Comparator.comparingInt(LogRecord::partition).thenComparing(LogRecord::offset))
        .toList();
  }
}
