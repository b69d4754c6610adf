package io.leaderboard.redis.finals;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one closed period of a board out of Redis and writes its final standings. */
final class PeriodFinals {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodFinals.class);

  private final GenerationKeeper keeper;
  private final RedisLink redis;
  private final Clock clock;
  private final AtomicLong reconnects = new AtomicLong();

  /**
   * @param clock tells when something was written
   */
  PeriodFinals(GenerationKeeper keeper, RedisLink redis, Clock clock) {
    this.keeper = keeper;
    this.redis = redis;
    this.clock = clock;
    redis.afterReconnect(reconnects::incrementAndGet);
  }

  /** Grows with every connection: to be asked before it is asked what is closed. */
  long connection() {
    return reconnects.get();
  }

  /**
   * Writes the period in one transaction.
   *
   * @param connection when it was asked what is closed
   * @param completeThrough see {@link FinalFacts}
   * @return whether there was anything to write
   * @throws RuntimeException when that cannot be done now; {@link FinalsTopic#giveUp} must follow
   */
  boolean write(
      ClosedBoard board, Period period, long connection, long completeThrough, FinalsTopic to) {
    FinalPeriod name = board.name(period);
    List<String> sets = board.sortedSets(period);
    long held = sets.stream().mapToLong(redis.commands()::zcard).sum();
    if (held == 0) {
      LOG.debug("{} is listed in Redis but has no entries: nothing final is written", name);
      return false;
    }
    BoardDigest digest = new BoardDigest();
    int pages = 0;
    List<FinalEntry> page = new ArrayList<>();
    to.begin();
    for (RankedEntries entries = new RankedEntries(redis, board.rules(), sets);
        entries.hasNext(); ) {
      FinalEntry entry = entries.next();
      digest.add(entry.userId(), entry.score(), entry.reachedAt());
      page.add(entry);
      if (page.size() == FinalPage.ENTRIES || !entries.hasNext()) {
        to.add(new FinalPage(name, pages++, page));
        page = new ArrayList<>();
      }
    }
    requireUnchanged(board, connection, held, digest.entries());
    to.commit(
        new FinalManifest(
            name,
            period.start(),
            period.end(),
            board.keys().edition().rules(),
            board.rules().scale(),
            pages,
            digest.entries(),
            digest.hex(),
            clock.millis(),
            new FinalFacts(to.logId(), board.closedThrough(), completeThrough, board.meaning())));
    LOG.info("Wrote the final standings of {}: {} entries", name, digest.entries());
    return true;
  }

  /**
   * A closed period does not change, unless Redis is set back, which breaks the connection, or its
   * generation is replaced and deleted.
   */
  private void requireUnchanged(ClosedBoard board, long connection, long held, long read) {
    String gameId = board.keys().gameId();
    Generation of = board.keys().generation();
    Generations found = keeper.store().read();
    boolean isLive =
        found.readable().equals(Optional.of(of))
            && keeper.games().editions(of, found).of(gameId).equals(board.keys().edition());
    if (!isLive || held != read || connection != reconnects.get()) {
      throw new IllegalStateException(
          "Redis changed while the final standings of %s were read: %d entries, then %d"
              .formatted(gameId, held, read));
    }
  }
}
