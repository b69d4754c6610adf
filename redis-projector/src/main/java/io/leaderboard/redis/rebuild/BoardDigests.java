package io.leaderboard.redis.rebuild;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.apply.RedisProjection;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.ListedPeriods;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Digests of the boards that readers see, all at one position of the log. Nothing is applied by
 * this process meanwhile, which readers notice as a lag and not otherwise; what another process
 * applies shows in the positions, and then it is done again. Thread-safe.
 */
public final class BoardDigests {
  private static final int ATTEMPTS = 5;
  private static final int MEMBERS_PER_SCAN = 1_000;

  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final RedisProjection projection;

  /** Reads what {@code keeper} says is live. */
  public BoardDigests(
      RedisLink redis, GenerationKeeper keeper, FollowedLog log, RedisProjection projection) {
    this.redis = redis;
    this.keeper = keeper;
    this.log = log;
    this.projection = projection;
  }

  /**
   * The digests of one game's boards, or of all.
   *
   * @param gameId null for all games
   * @return empty when the positions moved each time
   */
  public Optional<RebuildAnswer.Proof> of(@Nullable String gameId) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<RebuildAnswer.Proof> proof =
          projection.whilePaused(log.settings().partitions(), () -> attempt(gameId));
      if (proof.isPresent()) {
        return proof;
      }
    }
    return Optional.empty();
  }

  private Optional<RebuildAnswer.Proof> attempt(@Nullable String gameId) {
    keeper.targets();
    Generations found = keeper.known().orElse(Generations.NONE);
    Map<Integer, Long> before = positions(found);
    List<RebuildAnswer.Board> boards = new ArrayList<>();
    boolean exact = true;
    for (Game game : log.games().all()) {
      Generation generation = found.readable().orElse(null);
      if (generation != null && (gameId == null || gameId.equals(game.id()))) {
        Edition edition = keeper.games().editions(generation, found).of(game.id());
        GameDefinition definition = game.rules(edition.rules()).orElseThrow().definition();
        for (BoardDefinition board : definition.boards()) {
          exact &=
              digest(
                  boards,
                  new BoardKeys(generation, game.id(), edition, board),
                  new BoardRules(definition, board));
        }
      }
    }
    keeper.targets();
    boolean unchanged =
        keeper.known().orElse(Generations.NONE).equals(found) && positions(found).equals(before);
    return exact && unchanged
        ? Optional.of(new RebuildAnswer.Proof(before, boards))
        : Optional.empty();
  }

  private Map<Integer, Long> positions(Generations found) {
    Map<Integer, Long> positions = new TreeMap<>();
    found
        .readable()
        .map(keeper::positions)
        .ifPresent(
            ofBuckets -> {
              for (int partition = 0; partition < log.settings().partitions(); partition++) {
                positions.put(partition, ofBuckets.reachedByAll(partition));
              }
            });
    return positions;
  }

  /** Whether each user was seen exactly once. */
  private boolean digest(List<RebuildAnswer.Board> boards, BoardKeys keys, BoardRules rules) {
    boolean exact = true;
    for (String period : periods(keys)) {
      BoardDigest digest = new BoardDigest();
      for (int shard = 0; shard < keys.board().shards(); shard++) {
        exact &= add(digest, keys.in(period, shard).sortedSet(), rules);
      }
      if (digest.entries() > 0) {
        boards.add(
            new RebuildAnswer.Board(
                keys.gameId(),
                keys.board().id(),
                period,
                keys.generation().id(),
                digest.entries(),
                digest.hex()));
      }
    }
    return exact;
  }

  private Set<String> periods(BoardKeys board) {
    Set<String> periods = new TreeSet<>();
    for (int shard = 0; shard < board.board().shards(); shard++) {
      periods.addAll(ListedPeriods.of(commands(), board, shard));
    }
    return periods;
  }

  /**
   * Adds what a set holds. Nobody is remembered, however large the set: a scan shows every member
   * that stays at least once, so that of a set that did not change (the positions tell) none came
   * twice when there were as many as it has. A scan shows some twice only where a set shrinks
   * meanwhile, which it does not.
   *
   * @return whether there were as many
   */
  private boolean add(BoardDigest digest, String key, BoardRules rules) {
    boolean timed = rules.board().ties() == Ties.EARLIEST;
    ScanArgs page = ScanArgs.Builder.limit(MEMBERS_PER_SCAN);
    long before = digest.entries();
    ScoredValueScanCursor<String> cursor = commands().zscan(key, page);
    while (true) {
      for (ScoredValue<String> entry : cursor.getValues()) {
        String member = entry.getValue();
        digest.add(
            timed ? member.substring(SortableTime.LENGTH) : member,
            rules.sortKey((long) entry.getScore()),
            timed ? SortableTime.decode(member) : null);
      }
      if (cursor.isFinished()) {
        return digest.entries() - before == commands().zcard(key);
      }
      cursor = commands().zscan(key, cursor, page);
    }
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
