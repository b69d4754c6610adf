package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.ScoreEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a run: what was sent and acknowledged, what the log holds, what the stores held,
 * and more. Records of the log are kept for good, so that the fold of all that was ever sent can be
 * computed when the log has lost its start. Thread-safe, as producers acknowledge on threads of
 * their own.
 */
public final class History {
  /** An event that Kafka acknowledged, and as which of all sends it was sent. */
  record Sent(long number, LogRecord at) {}

  private record User(String gameId, String userId) {}

  private record Place(int partition, long offset) {}

  private record Fold(
      Games games, Map<Integer, Long> next, Map<StandingKey, ReferenceStanding> standings) {}

  private final int window;
  private final AtomicLong sends = new AtomicLong();

  /** By partition, with the offset as the index; null where there is no record. */
  private final Map<Integer, List<@Nullable LogRecord>> log = new TreeMap<>();

  private final Map<Integer, Long> starts = new TreeMap<>();
  private final List<String> changes = new ArrayList<>();
  private final Set<Place> letters = new HashSet<>();
  private final List<Digests> digests = new ArrayList<>();
  private List<Sent> sent = new ArrayList<>();
  private List<StoreView> views = new ArrayList<>();
  private List<RuleChange> ruleChanges = new ArrayList<>();
  private long acknowledgements;
  private long viewed;
  private long ruleChanged;
  private @Nullable Fold folded;

  /**
   * Of a log whose duplicates are found so many offsets back.
   *
   * @param window in offsets, as the log's settings say
   */
  public History(int window) {
    this.window = window;
  }

  /** Which send the next one is: in the order in which the sender calls. */
  public long sending() {
    return sends.getAndIncrement();
  }

  /** Kafka holds an event there, as it says. */
  public synchronized void acknowledged(long number, LogRecord at) {
    sent.add(new Sent(number, at));
    acknowledgements++;
  }

  /** The log was read, and holds this record; again, when it is read again. */
  public synchronized void logged(LogRecord record) {
    LogRecord before = at(record.partition(), record.offset());
    if (before == null) {
      List<@Nullable LogRecord> partition =
          log.computeIfAbsent(record.partition(), none -> new ArrayList<>());
      while (partition.size() <= record.offset()) {
        partition.add(null);
      }
      partition.set((int) record.offset(), record);
    } else if (!before.equals(record)) {
      changes.add("the log held " + before + " and now holds " + record);
    }
  }

  /**
   * The whole log was read again, from where it begins now to its end.
   *
   * @param begins by partition
   * @param ends by partition, the next offset
   */
  public synchronized void readAgain(Map<Integer, Long> begins, Map<Integer, Long> ends) {
    begins.forEach(
        (partition, begin) -> {
          if (begin > starts.getOrDefault(partition, 0L)) {
            changes.add(
                "partition %d begins at %d, where nobody trimmed".formatted(partition, begin));
          }
        });
    log().stream()
        .filter(record -> record.offset() >= ends.getOrDefault(record.partition(), 0L))
        .forEach(record -> changes.add("the log ends at " + ends + " and held " + record));
  }

  /**
   * Records are about to be deleted on purpose.
   *
   * @param start the first offset that stays
   * @param confirmed the next offset behind what every store confirmed to hold for good
   */
  public synchronized void trimmed(int partition, long start, long confirmed) {
    starts.merge(partition, start, Math::max);
    if (start > confirmed) {
      changes.add(
          "partition %d was trimmed to %d, and the stores confirmed %d"
              .formatted(partition, start, confirmed));
    }
  }

  /** A store held this. */
  public synchronized void held(StoreView view) {
    views.add(view);
    viewed++;
  }

  /** A record that cannot be decoded stands aside, by its place in the log. */
  public synchronized void putAside(int partition, long offset) {
    letters.add(new Place(partition, offset));
  }

  /** The rules of some games were changed. */
  public synchronized void rulesChanged(RuleChange change) {
    ruleChanges.add(change);
    ruleChanged++;
  }

  /** Boards had these digests. */
  public synchronized void digested(Digests made) {
    digests.add(made);
  }

  /**
   * What was looked at need not be looked at again: forgets it, but for the log, the digests, and
   * what each user sent last.
   */
  synchronized void settle() {
    Map<User, Sent> last = new HashMap<>();
    for (Sent each : sent) {
      if (each.at().record() instanceof ScoreEvent event) {
        last.merge(
            new User(event.gameId(), event.userId()),
            each,
            (one, other) -> one.number() > other.number() ? one : other);
      }
    }
    sent = new ArrayList<>(last.values());
    views = new ArrayList<>();
    ruleChanges = new ArrayList<>();
    folded = null;
  }

  /** Everything the log was ever seen to hold. */
  public synchronized List<LogRecord> log() {
    return log.values().stream().flatMap(List::stream).filter(Objects::nonNull).toList();
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  synchronized List<StoreView> views() {
    return List.copyOf(views);
  }

  synchronized List<RuleChange> ruleChanges() {
    return List.copyOf(ruleChanges);
  }

  synchronized List<Digests> digests() {
    return List.copyOf(digests);
  }

  /** What became of the log that must not. */
  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  synchronized @Nullable LogRecord at(int partition, long offset) {
    List<@Nullable LogRecord> records = log.getOrDefault(partition, List.of());
    return offset < records.size() ? records.get((int) offset) : null;
  }

  synchronized boolean isAside(LogRecord record) {
    return letters.contains(new Place(record.partition(), record.offset()));
  }

  /** Places that stand aside. */
  synchronized List<LogRecord> aside() {
    return letters.stream()
        .map(place -> at(place.partition(), place.offset()))
        .filter(Objects::nonNull)
        .toList();
  }

  synchronized boolean hasAcknowledgements() {
    return acknowledgements > 0;
  }

  synchronized boolean hasViews() {
    return viewed > 0;
  }

  synchronized boolean hasRuleChanges() {
    return ruleChanged > 0;
  }

  /** A user's records of a game, in log order. */
  List<LogRecord> story(String gameId, String userId) {
    return log().stream()
        .filter(
            record ->
                record.record() instanceof ScoreEvent event
                    && event.gameId().equals(gameId)
                    && event.userId().equals(userId))
        .sorted(Comparator.comparingInt(LogRecord::partition).thenComparing(LogRecord::offset))
        .toList();
  }

  /**
   * The reference fold of what lies before these offsets. The last one is remembered: guarantees
   * and stores look at the same.
   */
  synchronized Map<StandingKey, ReferenceStanding> fold(Games games, Map<Integer, Long> next) {
    if (folded == null || folded.games() != games || !folded.next().equals(next)) {
      ReferenceFold fold = new ReferenceFold(window);
      for (Game game : games.all()) {
        fold.define(game.definition(), game.firstSeenAt());
      }
      List<LogRecord> before =
          log().stream()
              .filter(record -> record.offset() < next.getOrDefault(record.partition(), 0L))
              .toList();
      folded = new Fold(games, next, fold.standings(before));
    }
    return folded.standings();
  }
}
