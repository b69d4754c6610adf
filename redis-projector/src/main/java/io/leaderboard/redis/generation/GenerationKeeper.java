package io.leaderboard.redis.generation;

import static java.util.Objects.requireNonNull;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogRefusedException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which generation is applied to and which is filled, and makes one that is filled live
 * when it holds as much as what it replaces. What is live stays readable and up to date meanwhile.
 * What a change of rules takes is {@link GameFillKeeper}'s to decide.
 *
 * <p>All that is remembered here is for people or holds as long as Redis says so; decisions come
 * from Redis and the log, so that several services decide alike. Thread-safe.
 */
public final class GenerationKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationKeeper.class);

  private static final int ATTEMPTS = 5;

  private static final String CHANGING = "the generations change faster than they can be read";

  private final GenerationStore store;
  private final FilledLog log;
  private final GenerationProperties properties;
  private final LeftPeriods leftPeriods;
  private final GenerationSwitch change;
  private final GameFillKeeper games;
  private final NamelessKeys nameless;
  private final int buckets;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Generations known;
  private volatile @Nullable Generation applied;

  /** Keeps what {@code store} holds in step with {@code log}. */
  public GenerationKeeper(
      GenerationStore store,
      FollowedLog log,
      LeftPeriods leftPeriods,
      FillOrigins origins,
      GenerationProperties properties) {
    this.store = store;
    this.log = new FilledLog(log);
    this.leftPeriods = leftPeriods;
    this.properties = properties;
    this.change = store.switching();
    this.games = new GameFillKeeper(store, this.log, leftPeriods, origins, this::newId);
    this.nameless = store.namelessKeys(properties.namelessGrace());
    this.buckets = properties.bucketsOn(store.isOnCluster());
  }

  /** What was found last; empty before Redis answered. */
  public Optional<Generations> known() {
    return Optional.ofNullable(known);
  }

  /**
   * The generation that everything is applied to, live or about to be; empty before that is known,
   * and while there is none, because the only one is being filled from standings.
   */
  public Optional<Generation> applied() {
    return Optional.ofNullable(applied);
  }

  /** As what the games stand in a generation, asked from Redis. */
  public Editions editionsOf(Generation generation) {
    Generations found = known;
    return found != null && generation.equals(found.live())
        ? games.editions(generation, found)
        : store.fills().editions(generation, "");
  }

  /**
   * The same as far as this process knows by now.
   *
   * @param then what it knew before
   */
  public Editions editionsNow(Generation generation, Editions then) {
    return games.known(generation).orElse(then);
  }

  /** Fills of games within the live generation, and the editions that they brought. */
  public GameFillKeeper games() {
    return games;
  }

  /**
   * What to apply to. Begins the generation that is missing: when there is none, when its positions
   * were lost, or when another version of the fold has filled it.
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
        applied = targets.live();
        return targets;
      }
    }
    throw new IllegalStateException(CHANGING);
  }

  private Targets targets(Generations found, Looked looked) {
    Generation live = found.readable().orElse(null);
    Generation building = found.filling().filter(looked::isComplete).orElse(null);
    if (live == null || !looked.isWhole(live)) {
      if (building == null) {
        throw new IllegalStateException("the restore of Redis from standings is begun once more");
      }
      // Nothing is readable, so nothing has to be kept up: what is polled goes where it is built.
      // But not before its standings are there, which is what those that fill it wait for.
      return store.isFromStandings(FillTarget.of(building))
          ? new Targets(null, building, null)
          : new Targets(building, null, null);
    }
    FillTarget fill = games.underWay(found).orElse(null);
    // Behind the fill: what is switched in between is then in both, and not in none.
    games.editions(live, found);
    return new Targets(live, building, fill);
  }

  private boolean beginsWhatIsMissing(Generations found, Looked looked) {
    Generation live = found.readable().orElse(null);
    Generation building = found.building();
    if (building != null && !looked.isComplete(building)) {
      if (store.isFromStandings(FillTarget.of(building))) {
        // It goes on as a restore, since the log may have lost its start; see check.
        return false;
      }
      begin(found, "Redis lost positions of generation " + building.id() + ": once more");
      return true;
    }
    if (live != null && looked.isWhole(live) && looked.areFillsWhole(live, found)) {
      return false;
    }
    if (building == null) {
      begin(found, reasonToBegin(found, looked));
      return true;
    }
    if (!looked.isWhole(building) && !store.isFromStandings(FillTarget.of(building))) {
      // What it holds a part of was to be loaded beside one that is lost since: who applies to it
      // directly cannot go on from there.
      if (live == null || !looked.isWhole(live)) {
        begin(found, "Generation " + building.id() + " was being loaded: once more");
        return true;
      }
    }
    // What definitions change meanwhile is filled behind it. Were it begun anew each time, one that
    // changes more often than a rebuild takes would keep readers waiting.
    return false;
  }

  private String reasonToBegin(Generations found, Looked looked) {
    Generation live = found.live();
    if (live == null) {
      return "Redis holds no standings: they are rebuilt from the log";
    }
    if (found.readable().isEmpty()) {
      return "Redis was filled by fold %d and this is %d: it is rebuilt from the log"
          .formatted(live.fold(), Generations.FOLD_VERSION);
    }
    return looked.isWhole(live)
        ? "A part of Redis was set back to before rules changed: it is rebuilt from the log"
        : "Redis lost positions of generation %s: it is rebuilt from the log".formatted(live.id());
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

    /** Only buckets of a cluster are set back by themselves. */
    boolean areFillsWhole(Generation live, Generations found) {
      return !store.isOnCluster() || store.fills().areWhole(live, found);
    }

    private BucketPositions of(Generation generation) {
      return positions.computeIfAbsent(
          generation.id(), id -> GenerationKeeper.this.positions(generation));
    }
  }

  /**
   * Begins to rebuild everything beside what is live. It can be restored from standings also while
   * nothing is live. A restore takes the place of what is being built from the log, which can never
   * be whole once the log has lost its beginning.
   *
   * @param origin null to rebuild from the log; asked only when one may be begun, since it asks
   *     Cassandra
   * @return the generation that is begun; empty when one is being built already
   * @throws IllegalStateException when somebody else began another each time
   */
  public Optional<Generation> rebuild(@Nullable Supplier<Origin> origin) {
    Origin asked = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Generations found = look();
      if (!mayRebuild(found, origin != null)) {
        return Optional.empty();
      }
      if (origin != null && asked == null) {
        // Takes long enough for another generation to come: what was found may be no more.
        asked = origin.get();
      }
      String why = (origin == null ? "Rebuilding" : "Restoring from standings") + " as asked for";
      Generation begun = begin(found, why, asked);
      if (begun != null) {
        return Optional.of(begun);
      }
    }
    throw new IllegalStateException(CHANGING);
  }

  private boolean mayRebuild(Generations found, boolean isRestore) {
    Generation building = found.building();
    if (building != null) {
      return isRestore && !store.isFromStandings(FillTarget.of(building));
    }
    Generation live = found.readable().orElse(null);
    return live != null || isRestore;
  }

  /**
   * Begins to fill one game anew beside what is live, under the same rules.
   *
   * @return the id of the fill; empty when something is being filled already
   */
  public Optional<String> rebuildGame(String gameId, @Nullable Supplier<Origin> origin) {
    Generations found = look();
    Generation live = found.readable().orElse(null);
    if (live == null || !isWhole(live) || found.building() != null) {
      return Optional.empty();
    }
    return games.rebuild(found, live, gameId, origin);
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
    return building != null && store.isFromStandings(FillTarget.of(building))
        ? Optional.ofNullable(begin(found, "Rebuilding instead of restoring as asked for"))
        : Optional.empty();
  }

  /** Who is asked for a partition of what is being filled; see {@link GenerationStore}. */
  public GenerationStore store() {
    return store;
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    return positions(FillTarget.of(generation));
  }

  /** How far something that is filled is. */
  public BucketPositions positions(FillTarget target) {
    return log.requirePartitions(store.positions(target));
  }

  /**
   * Makes what is complete readable, begins what rules need, and deletes what was over long enough
   * ago, or has been without a name for long. Called by one thread.
   *
   * @return what to apply to from now on
   */
  public Targets check() {
    restoreWhatIsLost();
    Targets before = targets();
    Generations found = requireNonNull(known);
    Generation building = found.building();
    if (building != null && change.makeLive(found.live(), building)) {
      LOG.info("Generation {} is complete and live", building.id());
    }
    if (before.games() != null) {
      games.settle(before.games());
    }
    found = look();
    Generation live = found.readable().orElse(null);
    if (live != null) {
      change.unseal(live);
      if (store.isFromStandings(FillTarget.of(live))) {
        store.forgetOrigin(live);
      }
      if (found.building() == null && found.fill().isEmpty() && isWhole(live)) {
        games.beginWhatIsMissing(found, live);
      }
    }
    deleteWhatIsOver(live);
    nameless.round();
    return targets();
  }

  /** A restore that cannot go on is begun once more, whether or not the log is whole. */
  private void restoreWhatIsLost() {
    Generations found = look();
    Generation building = found.building();
    if (building == null) {
      return;
    }
    boolean byTheLog = games.isLostByTheLog(FillTarget.of(building));
    if ((byTheLog || !new Looked().isComplete(building))
        && store.isFromStandings(FillTarget.of(building))) {
      String who = byTheLog ? "The log" : "Redis";
      games.restoreAnew(
          origin -> begin(found, who + " lost a part of what is restored: once more", origin));
    }
  }

  private void deleteWhatIsOver(@Nullable Generation live) {
    long before = System.currentTimeMillis() - properties.retiredGrace().toMillis();
    for (String retired : store.retiredBefore(before)) {
      store.delete(retired, log.partitions());
      LOG.info("Deleted the keys of {}", retired);
    }
    if (live != null) {
      int left = store.fills().deleteLeft(live, before);
      if (left > 0) {
        LOG.info("Deleted the former boards of {} game(s)", left);
      }
    }
  }

  private Generations look() {
    Generations found = store.read();
    known = found;
    log.requireSameTopic(found);
    return found;
  }

  private @Nullable Generation begin(Generations found, String why) {
    return begin(found, why, null);
  }

  private @Nullable Generation begin(Generations found, String why, @Nullable Origin origin) {
    var goal = log.ends();
    Games defined = log.games();
    String id = newId();
    Map<String, Edition> editions = new HashMap<>();
    for (Game game : defined.all()) {
      int rules = origin == null ? game.rulesVersion() : origin.rulesOf(game);
      if (rules != Edition.FIRST.rules()) {
        editions.put(game.id(), Edition.of(rules));
      }
    }
    Generation next = new Generation(id, buckets, Generations.FOLD_VERSION, log.topicId());
    Editions of = new Editions(id, "", editions);
    Map<String, Long> past = leftPeriods.leftOut(defined.all(), game -> of.of(game.id()));
    if (!store.begin(found, next, of, goal, origin, past)) {
      return null;
    }
    LOG.info("{} (generation {})", why, next.id());
    return next;
  }

  /** Unique in time: the millisecond, and enough chance for those who begin in the same. */
  private String newId() {
    return Long.toString(System.currentTimeMillis(), 36)
        + Integer.toString(random.nextInt(36 * 36 * 36 * 36) + 36 * 36 * 36 * 36, 36);
  }
}
