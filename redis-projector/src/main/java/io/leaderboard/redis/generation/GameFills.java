package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fills of games within the live generation, as Redis names them. One at a time: it brings new
 * editions of any number of games in one reading of the log, has positions of its own in every
 * bucket of the generation until each partition's owner joins it, and is over when readers of all
 * its games have gone over. No position of the generation and no key of another game has a part in
 * it. Every change compares before it sets. Thread-safe.
 */
public final class GameFills {
  /** Begins the names of the fields of a bucket's state: how many fills a partition has joined. */
  static final String JOINS = "joins.";

  private static final String FILLED = "filled";

  /** Ends the name of the field: what became of the last fill, see {@link EndedFill}. */
  private static final String ENDED = ".ended";

  /** Ends the name of the field: the generation that a fill is of. */
  private static final String OF = ".of";

  private static final int GAMES_PER_CALL = 100;
  private static final String SEALED_KEYS = "}:";

  private final RedisLink redis;
  private final GenerationStore store;
  private final Keys keys;
  private final Script begin = Script.named("begin_fill");
  private final Script join = Script.named("join_games");
  private final Script mark = Script.named("mark_filled");
  private final Script change = Script.named("switch_games");
  private final Script giveUp = Script.named("give_up_fill");

  GameFills(RedisLink redis, GenerationStore store, Keys keys) {
    this.redis = redis;
    this.store = store;
    this.keys = keys;
  }

  /** As what the games stand in a generation, of which {@code found} was read before. */
  Editions editions(Generation generation, String switched) {
    return new Editions(
        generation.id(), switched, parsed(keys.read(RedisLayout.editions(generation.id()))));
  }

  /** The fill of games that is under way; without those that were switched already. */
  Optional<FillTarget> underWay(Generations found) {
    Generation live = found.live();
    return live == null || found.fill().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FillTarget(
                live, found.fill(), parsed(keys.read(RedisLayout.fillOf(found.fill())))));
  }

  private static Map<String, Edition> parsed(Map<String, String> hash) {
    Map<String, Edition> editions = new HashMap<>();
    hash.forEach((game, edition) -> editions.put(game, Edition.parse(edition)));
    return editions;
  }

  /**
   * Names a fill.
   *
   * @param origin null to fill it from the log
   * @param past which periods it does not bring, see {@link RedisLayout#past}
   * @return whether it is named now; false when another generation is live or being filled, or
   *     another fill
   */
  boolean begin(
      FillTarget target, int partitions, @Nullable Origin origin, Map<String, Long> past) {
    store.prepare(target, partitions, origin, past);
    Map<String, String> games = new TreeMap<>();
    target.games().forEach((game, edition) -> games.put(game, edition.toString()));
    keys.set(RedisLayout.fillOf(target.fill()), games);
    boolean named =
        begin.call(
                redis,
                new String[] {RedisLayout.GENERATION, RedisLayout.fillOf(target.fill())},
                new String[] {
                  target.generation().id(),
                  target.fill(),
                  origin == null ? GenerationStore.FROM_LOG : GenerationStore.FROM_STANDINGS
                })
            == 1;
    if (!named) {
      deleteKeys(target, partitions);
      keys.unlink(List.of(target.past()));
    }
    return named;
  }

  /**
   * Joins a partition in every bucket: to be called while the caller applies nothing to it.
   *
   * @param token the owner's; "" for a partition without any record, which nobody owns yet
   * @return by bucket how many fills were joined there then; empty when it is not where the
   *     generation is, or the partition has another owner. The caller then resumes: it may be
   *     joined in some buckets
   */
  public Optional<String[]> join(FillTarget target, int partition, String token) {
    // First a look, so that hardly ever some buckets join and others do not.
    BucketPositions own = store.positions(target);
    BucketPositions live = store.positions(target.generation());
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      Long position = own.of(bucket, partition);
      if (position != null && !position.equals(live.of(bucket, partition))) {
        return Optional.empty();
      }
    }
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      String[] touched = {
        target.filling(bucket),
        RedisLayout.positions(target.generation().id(), bucket),
        target.positions(bucket),
        RedisLayout.state(target.generation().id(), bucket)
      };
      sent.add(join.later(redis, touched, Integer.toString(partition), token));
    }
    List<Long> joins = Answers.of(sent);
    return joins.stream().allMatch(count -> count > 0)
        ? Optional.of(joins.stream().map(String::valueOf).toArray(String[]::new))
        : Optional.empty();
  }

  /** By partition in which buckets nobody has joined it; empty when all have. */
  private Set<Integer> notJoined(FillTarget target, int partitions) {
    Set<Integer> missing = new HashSet<>();
    for (Set<String> joined : fillStates(target)) {
      for (int partition = 0; partition < partitions; partition++) {
        if (!joined.contains("joined." + partition)) {
          missing.add(partition);
        }
      }
    }
    return missing;
  }

  /** By bucket: the fields of the fill's state. */
  private List<Set<String>> fillStates(FillTarget target) {
    List<CompletionStage<List<String>>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      asked.add(redis.async().hkeys(target.filling(bucket)));
    }
    return Answers.of(asked).stream().map(Set::copyOf).toList();
  }

  /**
   * Whether a bucket holds neither a position of a partition nor that it was joined: set back to
   * before the fill was begun, or it lost a key.
   */
  boolean hasLost(FillTarget target, int partitions) {
    BucketPositions positions = store.positions(target);
    // Read behind the positions: a join takes them away when it is noted.
    List<Set<String>> filling = fillStates(target);
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      for (int partition = 0; partition < partitions; partition++) {
        if (positions.of(bucket, partition) == null
            && !filling.get(bucket).contains("joined." + partition)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Has readers go over when every partition has joined in every bucket, and all guards of a
   * restore are passed.
   *
   * @return whether the fill is over now
   */
  boolean switchOver(FillTarget target, int partitions) {
    Set<Integer> missing = notJoined(target, partitions);
    // Of a partition without any record nobody is told; who comes later finds it joined.
    missing.removeIf(partition -> join(target, partition, "").isPresent());
    if (!missing.isEmpty() || !isMarked(target, partitions)) {
      return false;
    }
    String generation = target.generation().id();
    String[] touched = {
      RedisLayout.GENERATION,
      RedisLayout.fillOf(target.fill()),
      RedisLayout.editions(generation),
      RedisLayout.left(generation)
    };
    long rest = Long.MAX_VALUE;
    for (int call = 0; rest > 0; call++) {
      rest =
          change.call(
              redis,
              touched,
              new String[] {
                generation,
                target.fill(),
                target.fill() + '-' + System.currentTimeMillis() + '-' + call,
                Long.toString(System.currentTimeMillis()),
                Integer.toString(GAMES_PER_CALL)
              });
    }
    return rest == 0;
  }

  private boolean isMarked(FillTarget target, int partitions) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      String[] touched = {
        target.filling(bucket), RedisLayout.state(target.generation().id(), bucket)
      };
      sent.add(mark.later(redis, touched, Integer.toString(partitions), target.fill()));
    }
    return !Answers.of(sent).contains(0L);
  }

  /**
   * Whether every bucket holds what fills have brought. One of a cluster that was set back by
   * itself to before the last of them does not, though {@code lb:generation} says that readers use
   * it; and {@code lb:generation} may be set back to before a fill that buckets have joined.
   */
  boolean areWhole(Generation live, Generations found) {
    String last = commands().hget(RedisLayout.GENERATION, live.id() + '.' + FILLED);
    List<CompletionStage<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < live.buckets(); bucket++) {
      asked.add(redis.async().hget(RedisLayout.state(live.id(), bucket), FILLED));
    }
    String expected = last == null ? "" : last;
    return Answers.of(asked).stream()
        .map(marked -> marked == null ? "" : marked)
        .allMatch(marked -> marked.equals(expected) || marked.equals(found.fill()));
  }

  /** What became of the last fill within a generation; empty when there was none. */
  public Optional<EndedFill> lastEnded(Generation generation) {
    return Optional.ofNullable(commands().hget(RedisLayout.GENERATION, generation.id() + ENDED))
        .map(EndedFill::parse);
  }

  /**
   * Ends a fill whose editions nobody will read; what it brought is deleted later.
   *
   * @param why for people
   */
  void giveUp(FillTarget target, String why) {
    giveUp(target.generation().id(), target.fill(), why);
  }

  private void giveUp(String generation, String fill, String why) {
    String[] touched = {
      RedisLayout.GENERATION, RedisLayout.fillOf(fill), RedisLayout.left(generation)
    };
    long rest = Long.MAX_VALUE;
    while (rest > 0) {
      rest =
          giveUp.call(
              redis,
              touched,
              new String[] {
                generation,
                fill,
                Long.toString(System.currentTimeMillis()),
                Integer.toString(GAMES_PER_CALL),
                why
              });
    }
  }

  /** Deletes the keys of editions that are not read since before an instant. */
  int deleteLeft(Generation live, long before) {
    Map<String, String> left = keys.read(RedisLayout.left(live.id()));
    left.values().removeIf(since -> Long.parseLong(since) >= before);
    if (left.isEmpty()) {
      return 0;
    }
    // lb:{7f3.b0}:football:daily:r2.k2a:... is of football/2.k2a.
    keys.delete(
        RedisLayout.everyKeyOf(live.id()),
        key -> {
          String[] parts = key.substring(key.indexOf(SEALED_KEYS) + 2).split(":", 4);
          return parts.length == 4 && left.containsKey(parts[0] + '/' + parts[2].substring(1));
        });
    deletePastOf(live, left.keySet());
    commands().hdel(RedisLayout.left(live.id()), left.keySet().toArray(String[]::new));
    return left.size();
  }

  /** What a fill has left out is known until nothing that it brought is read any more. */
  private void deletePastOf(Generation live, Set<String> left) {
    Set<String> fills = new HashSet<>();
    left.forEach(field -> fills.add(Edition.parse(field.substring(field.indexOf('/') + 1)).fill()));
    editions(live, "").games().values().forEach(read -> fills.remove(read.fill()));
    fills.remove(Edition.FIRST.fill());
    keys.unlink(fills.stream().map(fill -> RedisLayout.past(live.id(), fill)).toList());
  }

  /** Deletes what a fill needed while it was under way, when an id is that of one. */
  boolean deleteIfOne(String id, Map<String, String> known, int partitions) {
    String generation = known.get(id + OF);
    if (generation == null) {
      return false;
    }
    String buckets = known.get(generation + Generations.BUCKETS);
    if (buckets != null) {
      // What a generation that took its place has ended was not given up yet.
      giveUp(generation, id, "its generation is over");
      Generation of = new Generation(generation, Integer.parseInt(buckets), 0, "");
      deleteKeys(new FillTarget(of, id, Map.of()), partitions);
    }
    return true;
  }

  private void deleteKeys(FillTarget target, int partitions) {
    List<String> all = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      // The positions first: without them nobody who still believes in it can write to it.
      all.add(0, target.positions(bucket));
      all.add(target.filling(bucket));
      for (int partition = 0; partition < partitions; partition++) {
        all.add(target.closings(bucket, partition));
        all.add(target.scanned(bucket, partition));
      }
    }
    all.add(RedisLayout.fillOf(target.fill()));
    keys.unlink(all);
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
