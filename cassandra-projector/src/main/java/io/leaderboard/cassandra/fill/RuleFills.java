package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.rules.CompleteRules;
import io.leaderboard.cassandra.rules.PartitionRules;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.LogSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the rules of every game become complete: begins the readings that fill them, and
 * when what has joined is certainly kept, stores that it is complete; and when it is complete in
 * all partitions, has older rules folded no more. {@link #look} is called again and again by one
 * thread.
 */
public final class RuleFills {
  private static final Logger LOG = LoggerFactory.getLogger(RuleFills.class);

  /** How often all partitions are read while rules are on their way somewhere, and otherwise. */
  private static final Duration READS_WHILE_FILLING = Duration.ofSeconds(1);

  private static final Duration READS = Duration.ofSeconds(15);

  /** Reading takes at most this part of the time, however many games there are. */
  private static final int READING_PART = 10;

  /** Whether something refused can be filled by now is looked at again after so long. */
  private static final Duration REFUSED_AGAIN = Duration.ofMinutes(1);

  private final Supplier<Store> store;
  private final Supplier<Collection<AppliedPartition>> owned;
  private final Supplier<Games> games;
  private final FillLog log;
  private final Interruptions interruptions;
  private final Duration syncMargin;
  private final FillProperties properties;
  private final Executor passes;
  private final LongSupplier nanoClock;
  private final FillStatus status;
  private final CompleteRules complete = new CompleteRules();
  private final Map<Integer, FillQueue> fills = new HashMap<>();
  // The games with other rules than their first, of the games that were looked at last.
  private Games gamesSeen = Games.NONE;
  private List<Game> changed = List.of();
  private long readAt;
  private long readTook;
  private boolean isRead;

  /**
   * @param store the tables; throws when they are not there yet
   * @param owned what is applied here now
   * @param passes runs readings of partitions, each for as long as it takes
   * @param nanoClock monotonic
   */
  public RuleFills(
      Supplier<Store> store,
      Supplier<Collection<AppliedPartition>> owned,
      Supplier<Games> games,
      FillLog log,
      Interruptions interruptions,
      Duration syncMargin,
      FillProperties properties,
      Executor passes,
      LongSupplier nanoClock,
      FillStatus status) {
    this.store = store;
    this.owned = owned;
    this.games = games;
    this.log = log;
    this.interruptions = interruptions;
    this.syncMargin = syncMargin;
    this.properties = properties;
    this.passes = passes;
    this.nanoClock = nanoClock;
    this.status = status;
  }

  /** What is complete in all partitions, as far as it is known here. */
  public CompleteRules complete() {
    return complete;
  }

  /**
   * Does what is due; returns at once when there is nothing.
   *
   * @throws RuntimeException when Cassandra is away; tried again
   */
  public void look() {
    Games now = games.get();
    LogSettings settings = now.settings().orElse(null);
    if (settings == null) {
      return;
    }
    seeGames(now);
    takeOver();
    if (fills.isEmpty()) {
      return;
    }
    Store tables = store.get();
    readComplete(tables, settings.partitions());
    Map<String, String> refused = new TreeMap<>();
    RuntimeException failure = null;
    for (FillQueue fill : fills.values()) {
      try {
        look(tables, fill, now, settings.duplicateWindow());
      } catch (RuntimeException e) {
        // The others do not wait for what is wrong with this one.
        failure = e;
      }
      refused.putAll(fill.refused());
    }
    status.refused(refused);
    if (failure != null) {
      throw failure;
    }
  }

  private void look(Store tables, FillQueue fill, Games now, int duplicateWindow) {
    completeWhatHasJoined(tables, fill.owner());
    giveUpOlder(tables, fill.owner());
    fill.takeRefusals(now, nanoClock.getAsLong());
    // Before it is looked what waits: what has joined since does not.
    boolean mayBegin = fill.mayBegin(nanoClock.getAsLong());
    fill.look(now, changed, complete, nanoClock.getAsLong(), REFUSED_AGAIN.toNanos());
    if (mayBegin && fill.hasWaiting()) {
      begin(tables, fill, duplicateWindow);
    }
    status.is(fill.owner().partition(), fill.status());
  }

  /** Has every reading end soon. */
  public void cancel() {
    fills.values().forEach(FillQueue::cancel);
  }

  private void seeGames(Games now) {
    if (now != gamesSeen) {
      gamesSeen = now;
      changed =
          now.all().stream()
              .filter(game -> game.rulesVersion() != StandingsLayout.FIRST_RULES)
              .toList();
    }
  }

  /** Partitions that were resumed anew begin anew; what is not owned any more ends. */
  private void takeOver() {
    Set<Integer> present = new HashSet<>();
    for (AppliedPartition each : owned.get()) {
      FillQueue before = fills.get(each.partition());
      if (!each.isLost() && (before == null || before.owner() != each)) {
        if (before != null) {
          before.cancel();
        }
        fills.put(each.partition(), new FillQueue(each, nanoClock.getAsLong()));
      }
      present.add(each.partition());
    }
    fills
        .entrySet()
        .removeIf(
            fill -> {
              boolean isGone = !present.contains(fill.getKey());
              if (isGone) {
                fill.getValue().cancel();
              }
              return isGone;
            });
    status.retain(present);
  }

  private void readComplete(Store tables, int partitions) {
    long now = nanoClock.getAsLong();
    boolean isFilling =
        changed.stream().anyMatch(game -> complete.everywhere(game.id()) != game.rulesVersion());
    long every =
        Math.max((isFilling ? READS_WHILE_FILLING : READS).toNanos(), READING_PART * readTook);
    if (!isRead || now - readAt >= Math.min(every, readsAtMost(isFilling))) {
      complete.read(tables.gameRules(), tables.background(), partitions, now);
      readAt = now;
      readTook = nanoClock.getAsLong() - now;
      isRead = true;
    }
  }

  /** Without a margin (tests, nodes that write first) nothing is waited for either. */
  private long readsAtMost(boolean isFilling) {
    return syncMargin.isZero() && isFilling ? 0 : Long.MAX_VALUE;
  }

  /**
   * What a fill wrote, and what the owner has folded since the join, is certainly kept once the
   * margin has passed and nothing is missing: then the rules are folded by whoever resumes,
   * wherever that is. For he resumes at what is confirmed of the boards, and up to there these
   * rules hold everything for good too: up to the join from the fill, acknowledged before it; and
   * behind it from the same batches.
   */
  private void completeWhatHasJoined(Store tables, AppliedPartition owner) {
    long now = nanoClock.getAsLong();
    Map<String, PartitionRules.Joined> due = owner.rules().joined();
    due.values().removeIf(joined -> now - joined.joinedNanos() < syncMargin.toNanos());
    if (due.isEmpty()) {
      return;
    }
    // While nothing is applied, so that the position that is stored is the one that is remembered.
    boolean isKept =
        owner.atRest(
            () -> {
              Requests requests = tables.background();
              ProjectionOffsets found =
                  tables
                      .positions()
                      .read(ProjectionNames.BOARDS, requests)
                      .getOrDefault(owner.partition(), ProjectionOffsets.NONE);
              if (owner.isLost() || !owner.holds(interruptions.count(), found)) {
                return false;
              }
              // A fill that is under way has written other marks; it looks at them itself, and
              // fails if something is missing, whereupon the partition is resumed.
              owner.mark().require(tables, requests, owner.partition(), interruptions);
              return true;
            });
    if (!isKept) {
      return;
    }
    Requests.Round round = tables.background().round();
    due.forEach(
        (gameId, joined) -> {
          if (joined.through() >= 0) {
            tables
                .gameRules()
                .sendConfirmed(
                    owner.partition(), gameId, joined.version(), joined.through(), round);
          }
          tables
              .gameRules()
              .sendComplete(
                  owner.partition(), gameId, joined.version(), owner.rules().number(), round);
        });
    round.await();
    due.forEach(
        (gameId, joined) -> {
          if (joined.through() >= 0) {
            owner.rules().confirmed(gameId, joined.version(), joined.through());
          }
          owner.rules().complete(gameId, joined.version());
          LOG.info(
              "The rules {} of {} are complete in partition {}",
              joined.version(),
              gameId,
              owner.partition());
        });
  }

  /**
   * Older rules are folded until newer ones are complete in all partitions, for readers take them
   * until then; and so long that no crash takes that back, for what was not folded for a while is
   * wrong.
   */
  private void giveUpOlder(Store tables, AppliedPartition owner) {
    PartitionRules rules = owner.rules();
    Map<String, Integer> due = new HashMap<>();
    for (String gameId : rules.games()) {
      int version = complete.everywhereFor(syncMargin, gameId, nanoClock.getAsLong());
      if (version != StandingsLayout.FIRST_RULES
          && rules.of(gameId, version).complete()
          && !rules.of(gameId, version).switched()) {
        due.put(gameId, version);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    due.forEach(rules::switchTo);
    Requests.Round round = tables.background().round();
    due.forEach(
        (gameId, version) ->
            tables.gameRules().sendSwitched(owner.partition(), gameId, version, round));
    round.await();
  }

  private void begin(Store tables, FillQueue fill, int duplicateWindow) {
    AppliedPartition owner = fill.owner();
    List<FillingGame> waiting = fill.takeWaiting();
    FillPass pass =
        new FillPass(
            owner,
            log,
            duplicateWindow,
            new FillWriter(owner, tables, interruptions, syncMargin, nanoClock),
            nanoClock,
            waiting,
            this::isWanted);
    fill.begins(pass);
    LOG.info(
        "Partition {} is read for the new rules of {} game(s)", owner.partition(), waiting.size());
    passes.execute(() -> run(fill, pass));
  }

  /** On a thread of its own. */
  private void run(FillQueue fill, FillPass pass) {
    try {
      pass.run();
      fill.ended(null, 0);
    } catch (RuntimeException e) {
      if (!fill.owner().isLost()) {
        LOG.warn(
            "The fill of partition {} is tried again: {}", fill.owner().partition(), e.toString());
      }
      fill.ended(e, nanoClock.getAsLong() + properties.pause().toNanos());
    }
  }

  /** On the thread of a pass: rules that newer ones have overtaken on the way are given up. */
  private boolean isWanted(FillingGame game) {
    return games
        .get()
        .game(game.gameId())
        .filter(each -> FillQueue.wanted(each, complete).version() == game.version())
        .isPresent();
  }
}
