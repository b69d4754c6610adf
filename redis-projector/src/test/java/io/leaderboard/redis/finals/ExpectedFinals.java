package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.reference.ReferenceRanking;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.apply.RandomLog;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the final standings of a random log are by the reference. */
final class ExpectedFinals {
  private final RandomLog log;
  private final Seed seed;

  ExpectedFinals(RandomLog log, Seed seed) {
    this.log = log;
    this.seed = seed;
  }

  /** Each closed period's list in the reference. */
  Map<FinalPeriod, List<FinalEntry>> periods() {
    Map<StandingKey, ReferenceStanding> standings = log.standings();
    Map<FinalPeriod, List<FinalEntry>> expected = new HashMap<>();
    for (GameDefinition game : log.definitions()) {
      for (BoardDefinition board : game.boards()) {
        int scale = new BoardRules(game, board).scale();
        for (String period : periods(standings, game, board)) {
          if (period(game, board, period).end() <= log.closedThrough(game.gameId())) {
            List<FinalEntry> entries = new ArrayList<>();
            for (ReferenceRanking.Entry entry :
                ReferenceRanking.list(standings, game.gameId(), board, period)) {
              StandingKey key = new StandingKey(game.gameId(), board.id(), period, entry.userId());
              long reachedAt = Objects.requireNonNull(standings.get(key)).reachedAt();
              entries.add(
                  new FinalEntry(
                      entry.rank(),
                      entry.userId(),
                      entry.score().movePointRight(scale).longValueExact(),
                      board.ties() == Ties.EARLIEST ? reachedAt : null));
            }
            expected.put(new FinalPeriod(game.gameId(), board.id(), period), entries);
          }
        }
      }
    }
    return expected;
  }

  /** The records of the topic are the reference's, page by page, the manifest last. */
  void require(List<FinalRecord> written) {
    Map<FinalPeriod, List<FinalEntry>> entries = new HashMap<>();
    Map<FinalPeriod, FinalManifest> manifests = new HashMap<>();
    for (FinalRecord record : written) {
      assertThat(manifests).as("%s: after the manifest", seed).doesNotContainKey(record.period());
      if (record instanceof FinalPage page) {
        List<FinalEntry> of = entries.computeIfAbsent(page.period(), p -> new ArrayList<>());
        assertThat(of).as("%s: pages in order", seed).hasSize(page.page() * FinalPage.ENTRIES);
        of.addAll(page.entries());
      } else if (record instanceof FinalManifest manifest) {
        manifests.put(manifest.period(), manifest);
      }
    }
    Map<FinalPeriod, List<FinalEntry>> expected = periods();
    assertThat(expected).as("%s: something is closed", seed).isNotEmpty();
    assertThat(entries).as("%s", seed).isEqualTo(expected);
    assertThat(manifests.keySet()).as("%s", seed).isEqualTo(expected.keySet());
    manifests.forEach(
        (period, manifest) -> {
          BoardDigest digest = new BoardDigest();
          expected
              .getOrDefault(period, List.of())
              .forEach(entry -> digest.add(entry.userId(), entry.score(), entry.reachedAt()));
          assertThat(manifest.digest()).as("%s %s", seed, period).isEqualTo(digest.hex());
          assertThat(manifest.entries()).as("%s %s", seed, period).isEqualTo(digest.entries());
        });
  }

  /**
   * Of each board the newest closed periods are still listed, and the keys of no other stay.
   *
   * @param listed game, board and period of what Redis lists, a line each
   */
  void requireRetention(Set<String> listed, RedisClusterCommands<String, String> redis) {
    Map<StandingKey, ReferenceStanding> standings = log.standings();
    Set<String> expected = new TreeSet<>();
    for (GameDefinition game : log.definitions()) {
      for (BoardDefinition board : game.boards()) {
        TreeMap<Long, String> closed = new TreeMap<>();
        for (String id : periods(standings, game, board)) {
          Period period = period(game, board, id);
          if (period.end() <= log.closedThrough(game.gameId())) {
            closed.put(period.end(), id);
          } else {
            expected.add(game.gameId() + '\n' + board.id() + '\n' + id);
          }
        }
        closed.descendingMap().values().stream()
            .limit(board.retention())
            .forEach(id -> expected.add(game.gameId() + '\n' + board.id() + '\n' + id));
      }
    }
    assertThat(listed).as("%s", seed).isEqualTo(expected);
    // A key that expires belongs to no listed period, and one that does not to a listed one.
    for (String key : redis.keys("*:z")) {
      String[] parts = key.split(":", -1);
      String name = parts[2] + '\n' + parts[3] + '\n' + parts[5];
      long left = redis.pttl(key);
      assertThat(left > 0).as("%s %s", seed, key).isEqualTo(!expected.contains(name));
      String times = key.substring(0, key.length() - 1) + 't';
      assertThat(redis.exists(times) == 0 || (redis.pttl(times) > 0) == (left > 0))
          .as("%s %s", seed, times)
          .isTrue();
    }
  }

  private static Set<String> periods(
      Map<StandingKey, ReferenceStanding> standings, GameDefinition game, BoardDefinition board) {
    return standings.keySet().stream()
        .filter(key -> key.gameId().equals(game.gameId()) && key.boardId().equals(board.id()))
        .map(StandingKey::period)
        .collect(Collectors.toSet());
  }

  private static Period period(GameDefinition game, BoardDefinition board, String id) {
    return PeriodCalendar.of(board, game.timeZone()).find(id).orElseThrow();
  }
}
