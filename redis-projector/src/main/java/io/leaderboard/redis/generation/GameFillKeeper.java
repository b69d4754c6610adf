package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which games get other editions within the live generation: those whose rules have changed
 * since it was filled with them. All that wait are filled together, any number of them; those that
 * come meanwhile are filled behind it. Thread-safe but for {@link #beginWhatIsMissing} and {@link
 * #restoreAnew}, which belong to the thread that looks after generations.
 */
public final class GameFillKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(GameFillKeeper.class);

  private static final long PAUSE_NANOS = 2_000_000_000L;

  private final GenerationStore store;
  private final FilledLog log;
  private final LeftPeriods leftPeriods;
  private final FillOrigins origins;
  private final Supplier<String> newId;
  private final AskedOrigin asked = new AskedOrigin();
  private final RedisRoom room;
  private volatile @Nullable Editions editions;
  private volatile @Nullable FillTarget underWay;
  private volatile @Nullable String waiting;
  // One is enough, since who fills says so again and again.
  private volatile String lostByTheLog = "";
  // The games that were looked through last, none of which waits: they need no other look.
  private @Nullable Games settled;
  private @Nullable Editions settledEditions;
  // What makes games wait is looked into again after a moment: it may cost a call for each shard.
  private long waitsUntil = System.nanoTime();

  GameFillKeeper(
      GenerationStore store,
      FilledLog log,
      LeftPeriods leftPeriods,
      FillOrigins origins,
      Supplier<String> newId) {
    this.store = store;
    this.log = log;
    this.leftPeriods = leftPeriods;
    this.origins = origins;
    this.newId = newId;
    this.room = store.room();
  }

  /** Why games wait for other editions, for people; empty when none does, or all is well. */
  public Optional<String> waiting() {
    return Optional.ofNullable(waiting);
  }

  /**
   * As what the games stand in the live generation. What is remembered holds as long as nobody has
   * switched.
   */
  public Editions editions(Generation live, Generations found) {
    Editions known = editions;
    if (known == null
        || !known.generation().equals(live.id())
        || !known.switched().equals(found.switched())) {
      known = store.fills().editions(live, found.switched());
      log.requireRules(known.games());
      editions = known;
    }
    return known;
  }

  /** The fill that was under way when it was looked last. */
  public Optional<FillTarget> known() {
    return Optional.ofNullable(underWay);
  }

  /** What is known of the editions of a generation; empty when nothing is. */
  Optional<Editions> known(Generation generation) {
    return Optional.ofNullable(editions).filter(each -> each.generation().equals(generation.id()));
  }

  /** The fill that is under way, read before {@link #editions} are. */
  Optional<FillTarget> underWay(Generations found) {
    FillTarget known = underWay;
    Generation live = found.live();
    if (known == null
        || live == null
        || !known.fill().equals(found.fill())
        || !known.generation().equals(live)) {
      known = store.fills().underWay(found).orElse(null);
      if (known != null) {
        log.requireRules(known.games());
      }
      underWay = known;
    }
    return Optional.ofNullable(known);
  }

  /** Forgets what is remembered of Redis, which may have been set back. */
  public void forget() {
    editions = null;
    underWay = null;
  }

  /** Begins to fill the games whose rules have changed, if there are any and they fit. */
  void beginWhatIsMissing(Generations found, Generation live) {
    Games defined = log.games();
    Editions read = editions(live, found);
    if (isSettled(defined, read) || System.nanoTime() - waitsUntil < 0) {
      return;
    }
    Map<String, Edition> waits = new TreeMap<>();
    String id = newId.get();
    for (Game game : defined.all()) {
      if (read.of(game.id()).rules() < game.rulesVersion()) {
        waits.put(game.id(), new Edition(game.rulesVersion(), id));
      }
    }
    if (waits.isEmpty()) {
      settled = defined;
      settledEditions = read;
      waiting = null;
      return;
    }
    try {
      asked
          .answer(origins::best)
          .ifPresent(answer -> begin(live, read, id, waits, answer.origin().orElse(null)));
    } catch (RuntimeException e) {
      waits(e.getMessage());
    }
  }

  /** The same objects: comparing all games five times a second would cost more than it spares. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isSettled(Games defined, Editions read) {
    return defined == settled && read == settledEditions;
  }

  private void begin(
      Generation live,
      Editions read,
      String id,
      Map<String, Edition> waits,
      @Nullable Origin origin) {
    Set<String> someWait = new TreeSet<>();
    if (origin != null) {
      // The log has lost its start, and Cassandra is not as far with all of them.
      someWait.addAll(waits.keySet());
      waits
          .entrySet()
          .removeIf(
              each -> origin.rules().getOrDefault(each.getKey(), 1) != each.getValue().rules());
      someWait.removeAll(waits.keySet());
      if (!someWait.isEmpty()) {
        waits(
            ("The log has lost its start, and Cassandra does not hold %s under the latest rules"
                    + " yet: the old ones stay until the cassandra-projector has filled them")
                .formatted(someOf(someWait)));
      }
    }
    if (waits.isEmpty() || !fits(live, read, waits)) {
      return;
    }
    boolean begun =
        begin(
            new FillTarget(live, id, waits),
            origin,
            "Rules of " + someOf(waits.keySet()) + " have changed");
    if (begun && someWait.isEmpty()) {
      waiting = null;
    }
  }

  private boolean begin(FillTarget target, @Nullable Origin origin, String why) {
    List<Game> games =
        target.games().keySet().stream().flatMap(id -> log.games().game(id).stream()).toList();
    Map<String, Long> past =
        leftPeriods.leftOut(games, game -> target.games().getOrDefault(game.id(), Edition.FIRST));
    boolean begun = store.fills().begin(target, log.partitions(), origin, past);
    if (begun) {
      LOG.info(
          "{}: filled beside what is read ({}, from {})",
          why,
          target,
          origin == null ? "the log" : "standings");
    }
    return begun;
  }

  private boolean fits(Generation live, Editions read, Map<String, Edition> waits) {
    Optional<String> refusal = room.refusal(live, read, waits, log.games());
    refusal.ifPresent(this::waits);
    return refusal.isEmpty();
  }

  private void waits(@Nullable String reason) {
    String now = String.valueOf(reason);
    if (!now.equals(waiting)) {
      LOG.warn("Changed rules wait: {}", now);
    }
    waiting = now;
    waitsUntil = System.nanoTime() + PAUSE_NANOS;
  }

  /** Fills one game once more under the rules that it has. */
  Optional<String> rebuild(
      Generations found, Generation live, String gameId, @Nullable Supplier<Origin> origin) {
    if (!found.fill().isEmpty()) {
      return Optional.empty();
    }
    Game game = log.games().game(gameId).orElseThrow();
    Origin from = origin == null ? null : origin.get();
    int rules = from == null ? game.rulesVersion() : from.rulesOf(game);
    String id = newId.get();
    Editions read = editions(live, found);
    Map<String, Edition> games = Map.of(gameId, new Edition(rules, id));
    Optional<String> refusal = room.refusal(live, read, games, log.games());
    if (refusal.isPresent()) {
      throw new NoRoomException(refusal.get());
    }
    boolean begun =
        begin(new FillTarget(live, id, games), from, "Rebuilding " + gameId + " as asked for");
    return begun ? Optional.of(id) : Optional.empty();
  }

  /**
   * Has readers go over when everything is joined, and gives a fill up that cannot go on.
   *
   * @return whether it is over
   */
  boolean settle(FillTarget fill) {
    if (isLostByTheLog(fill)) {
      LOG.info("The log has lost what {} was to read: given up", fill);
      giveUp(fill, "the log has lost what it was to read");
      return true;
    }
    if (store.fills().hasLost(fill, log.partitions())) {
      LOG.info("Redis lost what {} had brought: once more", fill);
      giveUp(fill, "Redis lost what it had brought");
      return true;
    }
    Optional<String> full = room.full();
    if (full.isPresent()) {
      waits(full.get());
      giveUp(fill, full.get());
      return true;
    }
    if (!store.fills().switchOver(fill, log.partitions())) {
      return false;
    }
    LOG.info("Readers of {} use what {} brought", someOf(fill.games().keySet()), fill);
    return true;
  }

  /**
   * The log has lost what is to be read next of something that is filled, or what it is filled from
   * was chosen before the log lost its start. A fill of games is given up, after which it is chosen
   * anew what rules are filled from, and a restore is begun once more; what was asked for from the
   * log itself waits for people. From any thread.
   */
  public void lostByTheLog(FillTarget target) {
    lostByTheLog = target.id();
  }

  boolean isLostByTheLog(FillTarget target) {
    return target.id().equals(lostByTheLog);
  }

  /**
   * Ends a fill; what waits is begun anew.
   *
   * @param why for people
   */
  public void giveUp(FillTarget fill, String why) {
    store.fills().giveUp(fill, why);
    underWay = null;
  }

  /** Asks for an origin and begins with it once it is there. */
  void restoreAnew(Consumer<Origin> begin) {
    asked
        .answer(() -> Optional.of(origins.standings()))
        .flatMap(AskedOrigin.Answer::origin)
        .ifPresent(begin);
  }

  private static String someOf(Set<String> games) {
    List<String> some = games.stream().limit(5).toList();
    return String.join(", ", some)
        + (games.size() > some.size() ? " and %d more".formatted(games.size() - some.size()) : "");
  }
}
