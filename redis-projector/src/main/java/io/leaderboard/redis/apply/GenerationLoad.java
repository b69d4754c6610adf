package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.StoredPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * The beginning of one partition, folded in memory and then written as absolute standings: much
 * less than an entry for every event. Only into buckets that hold nothing of the partition yet.
 *
 * <p>Fenced in each bucket by the token of whoever owns the partition, and repeatable: a bucket
 * that something was loaded into says through which offset, and who comes after a crash loads it
 * through the same one. See {@code load.lua}. Not thread-safe.
 */
public final class GenerationLoad {
  /** Half a millisecond of Redis, seldom three, for which a reader may have to wait. */
  private static final int ENTRIES_PER_CALL = 125;

  /** Enough that Redis never waits for the next one. */
  private static final int CALLS_UNDER_WAY = 16;

  /** Events whose standings are brought from memory at a time. */
  private static final int GROUP = 64;

  /** A loaded shard: the rules to encode by, and everybody's standing. */
  private record Loaded(BoardRules rules, StandingTable standings) {}

  /** An event that is yet to be folded, with the user's id in UTF-8 and the table's hash of it. */
  private static final class Pending {
    private final Loaded loaded;
    private final ScoreEvent event;
    private final long value;
    private final byte[] id;
    private final long hash;

    private Pending(Loaded loaded, ScoreEvent event, long value, byte[] id) {
      this.loaded = loaded;
      this.event = event;
      this.value = value;
      this.id = id;
      this.hash = loaded.standings().hash(id);
    }
  }

  private final RedisLink redis;
  private final GenerationPlan plan;
  private final int partition;
  private final String token;
  private final ApplyMetrics metrics;
  private final boolean[] empty;
  private final OptionalLong marked;
  private final Script load = Script.named("load");
  private final Script end = Script.named("end_load");
  private final Map<BoardShard, Loaded> shards = new HashMap<>();
  private final List<Pending> group = new ArrayList<>(GROUP);
  private final Map<String, Long> closed = new TreeMap<>();

  @SuppressWarnings("unused") // Written, so that what is done for it alone is done.
  private long touched;

  private long entries;
  private long through = -1;

  /**
   * @param empty by bucket: whether it is to be loaded
   * @param marked what a former owner has begun to load through
   */
  GenerationLoad(
      RedisLink redis,
      GenerationPlan plan,
      int partition,
      String token,
      boolean[] empty,
      OptionalLong marked,
      ApplyMetrics metrics) {
    this.redis = redis;
    this.plan = plan;
    this.partition = partition;
    this.token = token;
    this.empty = empty;
    this.marked = marked;
    this.metrics = metrics;
  }

  /** The offset that must be loaded through exactly, when a former owner began to. */
  public OptionalLong marked() {
    return marked;
  }

  /** How many standings are held in memory. */
  public long entries() {
    return entries;
  }

  /** The last offset that is folded, -1 for none. */
  public long through() {
    return through;
  }

  /** Folds the next batch. */
  public void add(PartitionBatch batch, Games games) {
    PlannedBoards planned = plan.with(games);
    for (EventEntry entry : batch.events()) {
      if (!entry.duplicate()) {
        add(entry, planned);
      }
    }
    foldGroup();
    for (ClosingEntry closing : batch.closings()) {
      closed.put(closing.gameId(), closing.through());
    }
    through = batch.through();
  }

  /** There is nothing more through an offset. */
  public void endAt(long offset) {
    through = offset;
  }

  private void add(EventEntry entry, PlannedBoards planned) {
    ScoreEvent event = entry.event();
    List<BoardPlan> boards = planned.of(event.gameId());
    if (boards == null) {
      metrics.ignored(Effect.Ignored.UNKNOWN_GAME, 1);
      return;
    }
    if (boards.isEmpty()) {
      return;
    }
    byte[] id = event.userId().getBytes(StandardCharsets.UTF_8);
    for (BoardPlan board : boards) {
      Effect effect = board.rules().effect(entry);
      if (effect instanceof Effect.Counts counts) {
        add(board, counts, event, id);
      } else {
        metrics.ignored((Effect.Ignored) effect, 1);
      }
    }
  }

  private void add(BoardPlan board, Effect.Counts counts, ScoreEvent event, byte[] id) {
    BoardShard shard = board.shard(counts.period(), event.userId());
    if (!empty[shard.bucket()]) {
      return;
    }
    Loaded loaded =
        shards.computeIfAbsent(shard, key -> new Loaded(board.rules(), new StandingTable()));
    group.add(new Pending(loaded, event, counts.value(), id));
    if (group.size() == GROUP) {
      foldGroup();
    }
  }

  /** In the log's order, but waiting for memory once and not for each of them. */
  private void foldGroup() {
    long sum = 0;
    for (Pending next : group) {
      sum += next.loaded.standings().touch(next.hash);
    }
    for (Pending next : group) {
      sum += next.loaded.standings().touchId(next.hash);
    }
    touched = sum;
    group.forEach(this::fold);
    group.clear();
  }

  private void fold(Pending next) {
    BoardRules rules = next.loaded.rules();
    StandingTable standings = next.loaded.standings();
    long value = next.value;
    standings.seek(next.id, next.hash);
    Standing current = standings.standing();
    if (!rules.fits(current, value)) {
      metrics.ignored(Effect.Ignored.OUT_OF_RANGE, 1);
      return;
    }
    if (current == null) {
      entries++;
    }
    standings.set(Objects.requireNonNull(rules.fold(current, value, next.event.occurredAt())));
  }

  /**
   * Writes everything and sets the position.
   *
   * @throws PositionMovedException when the partition has another owner or a position
   */
  public void write() {
    Deque<CompletionStage<Long>> underWay = new ArrayDeque<>();
    for (Map.Entry<BoardShard, Loaded> shard : shards.entrySet()) {
      write(shard.getKey(), shard.getValue(), underWay);
    }
    // A position is set only behind everything that it stands for.
    awaitAllBut(0, underWay);
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < empty.length; bucket++) {
      if (empty[bucket]) {
        sent.add(end(bucket));
      }
    }
    Answers.of(sent).forEach(done -> require(done, "be ended"));
  }

  private CompletionStage<Long> end(int bucket) {
    String[] keys = {
      plan.target().filling(bucket),
      plan.target().positions(bucket),
      plan.target().closings(bucket, partition)
    };
    List<String> args = begun();
    args.add(Long.toString(through));
    closed.forEach(
        (field, closedThrough) -> {
          args.add(field);
          args.add(Long.toString(closedThrough));
        });
    return end.later(redis, keys, args.toArray(String[]::new));
  }

  /** What the arguments of both scripts begin with. */
  private List<String> begun() {
    return new ArrayList<>(
        List.of(
            Integer.toString(partition), token, Long.toString(StoredPosition.loading(through))));
  }

  private void write(BoardShard shard, Loaded loaded, Deque<CompletionStage<Long>> underWay) {
    // In the order of the board: each insertion then goes next to where the last one went, in
    // memory that the processor still has at hand.
    int[] places = loaded.standings().places(loaded.rules()::sortKey);
    for (int from = 0; from < places.length; from += ENTRIES_PER_CALL) {
      int to = Math.min(places.length, from + ENTRIES_PER_CALL);
      awaitAllBut(CALLS_UNDER_WAY - 1, underWay);
      underWay.addLast(send(shard, loaded, Arrays.copyOfRange(places, from, to)));
    }
  }

  private CompletionStage<Long> send(BoardShard shard, Loaded loaded, int[] places) {
    StandingTable standings = loaded.standings();
    List<String> keys =
        shard.loadKeys(
            plan.target().filling(shard.bucket()), plan.target().positions(shard.bucket()));
    List<String> args = begun();
    args.add(shard.period());
    args.add(Integer.toString(places.length));
    List<String> times = new ArrayList<>();
    for (int place : places) {
      Standing standing = standings.standing(place);
      String user = standings.userId(place);
      args.add(Long.toString(loaded.rules().sortKey(standing.value())));
      args.add(shard.member(user, standing));
      if (shard.isTimed()) {
        shard.addTimes(user, standing, times);
      }
    }
    args.addAll(times);
    return load.later(redis, keys.toArray(String[]::new), args.toArray(String[]::new));
  }

  private void awaitAllBut(int most, Deque<CompletionStage<Long>> underWay) {
    while (underWay.size() > most) {
      require(Answers.of(underWay.removeFirst()), "go on");
    }
  }

  private void require(long done, String what) {
    if (done != 1) {
      throw new PositionMovedException(
          "The loading of partition %d into %s cannot %s: it belongs to somebody else"
              .formatted(partition, plan.target(), what));
    }
  }
}
