package io.leaderboard.redis.generation;

import static java.util.Objects.requireNonNull;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogRefusedException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which generations are applied to and filled, and makes one that is being filled live when
 * it holds as much as what it replaces. What is live stays readable and up to date meanwhile; a
 * change of one game's rules fills a generation of that game alone.
 *
 * <p>All that is remembered here is for people; decisions come from Redis and the log, so that
 * several services decide alike. Thread-safe.
 */
public final class GenerationKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationKeeper.class);

  private static final int ATTEMPTS = 5;

  private static final String CHANGING = "the generations change faster than they can be read";

  /** Most generations of one game beside the one of all. */
  public static final int MOST_OF_GAMES = 16;

  private final GenerationStore store;
  private final FilledLog log;
  private final GenerationProperties properties;
  private final LeftPeriods leftPeriods;
  private final GenerationSwitch change;
  private final NamelessKeys nameless;
  private final int buckets;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Generations known;
  private volatile @Nullable Generation applied;

  /** Keeps what {@code store} holds in step with {@code log}. */
  public GenerationKeeper(
      GenerationStore store,
      LogView log,
      LeftPeriods leftPeriods,
      GenerationProperties properties) {
    this.store = store;
    this.log = new FilledLog(log);
    this.leftPeriods = leftPeriods;
    this.properties = properties;
    this.change = store.switching();
    this.nameless = store.namelessKeys(properties.namelessGrace());
    this.buckets = properties.bucketsOn(store.isOnCluster());
  }

  /** What was found last; empty before Redis answered. */
  public Optional<Generations> known() {
    return Optional.ofNullable(known);
  }

  /**
   * The generation of all games that everything is applied to, live or about to be; empty before
   * that is known, and while there is none, because the only one is being filled from standings.
   */
  public Optional<Generation> applied() {
    return Optional.ofNullable(applied);
  }

  /**
   * The generations to apply to. Begins those that are missing: when there is none, when a
   * definition changed the meaning of a game, or when positions were lost.
   *
   * @throws LogRefusedException when Redis was filled from another log
   * @throws RuntimeException when Redis or the log cannot tell now
   */
  public Targets targets() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Generations found = look();
      Looked looked = new Looked();
      if (!beginsWhatIsMissing(found, looked)) {
        Targets targets = targets(found, looked);
        applied = targets.live().isEmpty() ? null : targets.live().get(0);
        return targets;
      }
    }
    throw new IllegalStateException(CHANGING);
  }

  private Targets targets(Generations found, Looked looked) {
    Generation live = found.live();
    if (live == null || !looked.isWhole(live)) {
      Generation building = requireNonNull(found.building());
      // Nothing is readable, so nothing has to be kept up: what is polled goes where it is built.
      // But not before its standings are there, which is what those that fill it wait for.
      return store.isFromStandings(building)
          ? new Targets(List.of(), List.of(building), Set.of())
          : new Targets(List.of(building), List.of(), Set.of());
    }
    List<Generation> applied = found.allLive().stream().filter(looked::isWhole).toList();
    return new Targets(applied, found.allBuilding(), found.liveByGame().keySet());
  }

  private boolean beginsWhatIsMissing(Generations found, Looked looked) {
    Games games = log.gamesOf(found);
    Generation live = found.live();
    Generation building = found.building();
    if (building != null && !looked.isComplete(building)) {
      begin(found, null, "Redis lost positions of generation " + building.id() + ": once more");
      return true;
    }
    if (live == null || !looked.isWhole(live)) {
      if (building == null) {
        String why =
            live == null
                ? "Redis holds no standings: they are rebuilt from the log"
                : "Redis lost positions of generation "
                    + live.id()
                    + ": it is rebuilt from the log";
        begin(found, null, why);
        return true;
      }
      if (!looked.isWhole(building) && !store.isFromStandings(building)) {
        // What it holds a part of was to be loaded beside one that is lost since: who applies to it
        // directly cannot go on from there.
        begin(found, null, "Generation " + building.id() + " was being loaded: once more");
        return true;
      }
      // What definitions change meanwhile is rebuilt behind it, game by game. Were it begun anew
      // each time, one that changes more often than a rebuild takes would keep readers waiting.
      return false;
    }
    return beginsGames(found, games, looked);
  }

  private boolean beginsGames(Generations found, Games games, Looked looked) {
    for (Generation ofGame : found.liveByGame().values()) {
      String gameId = requireNonNull(ofGame.gameId());
      if (!looked.isWhole(ofGame) && found.filling(gameId).isEmpty()) {
        begin(found, gameId, "Redis lost positions of " + gameId + ": it is rebuilt from the log");
        return true;
      }
    }
    for (Generation ofGame : found.buildingByGame().values()) {
      if (!looked.isComplete(ofGame)) {
        begin(found, ofGame.gameId(), "Redis lost positions of " + ofGame.gameId() + ": once more");
        return true;
      }
    }
    for (Game game : games.all()) {
      if (game.rulesByEpoch().lastKey() > epochOf(found, game.id())) {
        String why = "A definition changed what the log means to " + game.id();
        if (isRoomFor(found, game.id())) {
          begin(found, game.id(), why + ": rebuilt beside the live one");
          return true;
        }
        if (found.building() == null) {
          begin(found, null, why + ": everything is rebuilt beside the live ones");
          return true;
        }
        // Behind the one that is being built, see above.
      }
    }
    return false;
  }

  /**
   * Whether a game may have a generation of its own. Every one costs a call for each poll: past a
   * number, one of all games costs less.
   */
  private static boolean isRoomFor(Generations found, String gameId) {
    Set<String> games = new HashSet<>(found.liveByGame().keySet());
    games.addAll(found.buildingByGame().keySet());
    return games.contains(gameId) || games.size() < MOST_OF_GAMES;
  }

  /** The newest rules that are applied for a game or will be. */
  private static int epochOf(Generations found, String gameId) {
    return Stream.of(
            found.live(),
            found.building(),
            found.liveByGame().get(gameId),
            found.buildingByGame().get(gameId))
        .filter(Objects::nonNull)
        .mapToInt(Generation::epoch)
        .max()
        .orElse(-1);
  }

  private boolean isWhole(Generation generation) {
    return new Looked().isWhole(generation);
  }

  /** The positions of each generation, asked for once. */
  private final class Looked {
    private final Map<String, BucketPositions> positions = new HashMap<>();

    /** Whether it can be applied to. */
    boolean isWhole(Generation generation) {
      return of(generation).isWhole(log.partitions());
    }

    /** Whether it can be applied to or filled. */
    boolean isComplete(Generation generation) {
      return of(generation).isComplete(log.partitions());
    }

    private BucketPositions of(Generation generation) {
      return positions.computeIfAbsent(
          generation.id(), id -> GenerationKeeper.this.positions(generation));
    }
  }

  /**
   * Begins to rebuild everything, or one game, beside what is live. Everything can be restored from
   * standings also while nothing is live. A restore takes the place of what is being built from the
   * log, which can never be whole once the log has lost its beginning.
   *
   * @param gameId null for everything
   * @param origin null to rebuild from the log; asked only when one may be begun, since it asks
   *     Cassandra
   * @return the generation that is begun; empty when one is being built already, or the game may
   *     not have one of its own
   * @throws IllegalStateException when somebody else began another each time
   */
  public Optional<Generation> rebuild(@Nullable String gameId, @Nullable Supplier<Origin> origin) {
    Origin asked = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Generations found = look();
      if (!mayRebuild(found, gameId, origin != null)) {
        return Optional.empty();
      }
      if (origin != null && asked == null) {
        // Takes long enough for another generation to come: what was found may be no more.
        asked = origin.get();
      }
      String why = (origin == null ? "Rebuilding" : "Restoring from standings") + " as asked for";
      Generation begun = begin(found, gameId, why, asked);
      if (begun != null) {
        return Optional.of(begun);
      }
    }
    throw new IllegalStateException(CHANGING);
  }

  private boolean mayRebuild(Generations found, @Nullable String gameId, boolean isRestore) {
    Generation building = gameId == null ? found.building() : found.buildingByGame().get(gameId);
    if (isRestore && building != null && !store.isFromStandings(building)) {
      return true;
    }
    if (found.building() != null) {
      return false;
    }
    Generation live = found.live();
    if (gameId != null) {
      return live != null && building == null && isRoomFor(found, gameId);
    }
    return (isRestore && (live == null || !isWhole(live)))
        || (live != null && found.buildingByGame().isEmpty());
  }

  /** Whether a game may be rebuilt by itself: only so many at most are. */
  public boolean isRoomFor(String gameId) {
    return isRoomFor(look(), gameId);
  }

  /**
   * Begins to rebuild everything from the log in place of a restore from standings that is under
   * way, because Cassandra will not come back.
   *
   * @return the generation that is begun; empty when no restore of everything is under way
   */
  public Optional<Generation> rebuildInsteadOfRestore() {
    Generations found = look();
    Generation building = found.building();
    return building != null && store.isFromStandings(building)
        ? Optional.ofNullable(begin(found, null, "Rebuilding instead of restoring as asked for"))
        : Optional.empty();
  }

  /** Who is asked for a partition of a generation being filled; see {@link GenerationStore}. */
  public GenerationStore store() {
    return store;
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    return log.requirePartitions(store.positions(generation));
  }

  /**
   * Makes generations that are complete the live ones, and deletes what was retired long enough
   * ago, or has been without a name for long. Called by one thread.
   *
   * @return what to apply to from now on
   */
  public Targets check() {
    targets();
    Generations found = look();
    // Single games first: the one of all may take their places.
    for (Generation next : found.allBuilding()) {
      if (change.makeLive(found, next)) {
        LOG.info("Generation {} is complete and live", next.id());
        found = look();
      }
    }
    for (Generation stuck : change.unseal(found)) {
      begin(found, stuck.gameId(), "Generation " + stuck.id() + " lost what it held: once more");
    }
    long before = System.currentTimeMillis() - properties.retiredGrace().toMillis();
    for (String retired : store.retiredBefore(before)) {
      store.delete(retired);
      LOG.info("Deleted the keys of generation {}", retired);
    }
    Generation live = found.live();
    if (live != null) {
      for (String gameId : store.leftBefore(live, before)) {
        store.deleteGame(live, gameId);
        LOG.info("Deleted the former keys of {}", gameId);
      }
      forgetOrigin(live);
      requireNamed(found, store.gone(live));
    }
    found.liveByGame().values().forEach(this::forgetOrigin);
    nameless.round();
    return targets();
  }

  /** On a cluster lb:generation may be set back by itself, to before a game had its own. */
  private void requireNamed(Generations found, Set<String> gone) {
    for (String gameId : gone) {
      if (!found.liveByGame().containsKey(gameId) && found.filling(gameId).isEmpty()) {
        begin(found, gameId, "Redis forgot where " + gameId + " is: it is rebuilt from the log");
      }
    }
  }

  private void forgetOrigin(Generation live) {
    if (store.isFromStandings(live)) {
      store.forgetOrigin(live);
    }
  }

  private Generations look() {
    Generations found = store.read();
    known = found;
    log.requireSameTopic(found);
    return found;
  }

  private @Nullable Generation begin(Generations found, @Nullable String gameId, String why) {
    return begin(found, gameId, why, null);
  }

  private @Nullable Generation begin(
      Generations found, @Nullable String gameId, String why, @Nullable Origin origin) {
    List<Long> goal = log.ends();
    Games games = log.games();
    int epoch = origin == null ? games.epoch() : origin.epoch();
    Generation next = new Generation(newId(), buckets, epoch, log.topicId(), gameId);
    Map<String, Long> left =
        leftPeriods.leftOut(found, next, games, new Looked()::isWhole, goal.size());
    if (!store.begin(found, next, goal, origin, left)) {
      return null;
    }
    LOG.info("{} (generation {}, epoch {})", why, next.id(), next.epoch());
    return next;
  }

  /** Unique in time: the millisecond, and enough chance for those who begin in the same. */
  private String newId() {
    return Long.toString(System.currentTimeMillis(), 36)
        + Integer.toString(random.nextInt(36 * 36 * 36 * 36) + 36 * 36 * 36 * 36, 36);
  }
}
