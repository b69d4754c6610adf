package io.leaderboard.query.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceRanking;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.query.BoardWriter;
import io.leaderboard.query.RedisCalls;
import io.leaderboard.query.TestGames;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.Cursor;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Slices;
import io.leaderboard.query.board.TestPlaces;
import io.leaderboard.query.redis.ReadFrom;
import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisProperties;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random boards of every aggregation, order, tie rule, period kind, number of decimals and of
 * shards, on a real Redis: whatever is read of them is what the plain ranking says.
 */
class RandomBoardsIT {
  private static final int BOARDS = 2_500;
  private static final int BUCKETS = 3;
  private static final int SHARDS = 16;

  /** An instant, and what a member that reached its score then begins with. */
  private static final long REACHED = 9_177_420_897_825L;

  private static final String REACHED_TEXT = "0abcdefgh1";

  private static RedisConnection redis;
  private static RedisClient client;
  private static BoardWriter writer;
  private static Slices slices;
  private static Standings standings;
  private static Around around;

  /** A board, and what must be read of it. */
  private record Case(String message, BoardPlace place, List<ReferenceRanking.Entry> expected) {}

  @BeforeAll
  static void connect() {
    String uri = TestServers.redis().uri();
    Duration patience = Duration.ofSeconds(10);
    redis =
        new RedisConnection(
            new RedisProperties(
                uri,
                false,
                "",
                "",
                patience,
                patience,
                Duration.ofMillis(100),
                10_000,
                ReadFrom.MASTER,
                "",
                Duration.ofSeconds(1)));
    redis.start();
    Awaitility.await().until(redis::isConnected);
    client = RedisClient.create(uri);
    writer =
        new BoardWriter(client.connect().sync(), TestServers.uniqueName("g"), BUCKETS, "topic");
    slices = TestPlaces.slices();
    standings = new Standings();
    around = new Around(standings);
  }

  @AfterAll
  static void disconnect() {
    redis.close();
    client.shutdown();
  }

  @Test
  void everyReadOfARandomBoardIsWhatThePlainRankingSays() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    RandomGames games = new RandomGames(seed);
    for (int i = 0; i < BOARDS; ) {
      GameDefinition game = games.next("game-" + i);
      for (BoardDefinition board : game.boards()) {
        Case each = write(random, game, board, seed + ", board " + i);
        walk(random, each);
        places(random, each);
        neighbours(random, each);
        newScores(random, each);
        i++;
      }
    }
  }

  /** Pages of random sizes, many of which begin and end among equals. */
  private static void walk(Random random, Case each) {
    List<Entry> seen = new ArrayList<>();
    Optional<Cursor> behind = Optional.empty();
    boolean more = true;
    while (more) {
      int limit = 1 + random.nextInt(9);
      BoardSlice slice = slices.read(each.place(), limit, behind).join();
      assertThat(slice.total()).as(each.message()).isEqualTo(each.expected().size());
      assertThat(slice.start()).as(each.message()).isEqualTo(seen.size());
      assertThat(slice.rows().size()).as(each.message()).isLessThanOrEqualTo(limit);
      seen.addAll(entries(each, slice));
      more = slice.hasNext();
      behind = Optional.of(slice).filter(BoardSlice::hasNext).map(TestPlaces::behind);
    }
    same(each, seen, each.expected());
  }

  /** Whoever asks for many must not stop Redis for all others. */
  @Test
  void manyUsersOnManyShardsAreCountedInPiecesAndAreWhereThePlainRankingSays() {
    Seed seed = Seed.fresh();
    for (Ties ties : List.of(Ties.EARLIEST, Ties.SHARED)) {
      BoardDefinition board = TestGames.board("crowd", Aggregation.BEST, Order.DESC, ties, SHARDS);
      GameDefinition game = TestGames.game("crowd-" + ties.text(), 0, board);
      Case crowd = crowd(seed.random(), game, board, seed.toString());
      List<String> asked =
          crowd.expected().stream()
              .map(ReferenceRanking.Entry::userId)
              .sorted()
              .limit(500)
              .toList();
      RedisCalls calls = new RedisCalls(writer.redis());
      long before = calls.scripts();
      Placings found = standings.find(crowd.place(), asked).join();
      int pieces = ties == Ties.EARLIEST ? 17 : 4;
      assertThat(calls.scripts() - before).isGreaterThanOrEqualTo((long) SHARDS * pieces);
      assertThat(found.total()).isEqualTo(crowd.expected().size());
      assertThat(found.found())
          .as(crowd.message())
          .extracting(placing -> placing.row().userId(), Placing::rank)
          .containsExactlyInAnyOrderElementsOf(
              crowd.expected().stream()
                  .filter(entry -> asked.contains(entry.userId()))
                  .map(entry -> tuple(entry.userId(), entry.rank()))
                  .toList());
    }
  }

  /** 700 users who have three scores and three times between them. */
  private static Case crowd(
      Random random, GameDefinition game, BoardDefinition board, String message) {
    Map<StandingKey, ReferenceStanding> reference = new HashMap<>();
    for (int i = 0; i < 700; i++) {
      String user = "u" + random.nextInt(1_000) + "-" + i;
      long value = random.nextInt(3);
      long reachedAt = 1_795_000_000_000L + random.nextInt(3);
      writer.put(game.gameId(), board, "all-time", user, value, reachedAt);
      reference.put(
          new StandingKey(game.gameId(), board.id(), "all-time", user),
          new ReferenceStanding(ScaledLong.toDecimal(value, 0), reachedAt));
    }
    return new Case(
        message + " " + board,
        TestPlaces.of(redis, writer.generation(), BUCKETS, game, board, "all-time"),
        ReferenceRanking.list(reference, game.gameId(), board, "all-time"));
  }

  /**
   * On a board where the earliest is ahead a member is a time and a user id, and such a text may be
   * a user id as well.
   */
  @Test
  void aUserWhoseIdIsAnothersMemberIsNotThatOther() {
    for (int shards : List.of(1, 7)) {
      BoardDefinition board =
          TestGames.board("first", Aggregation.BEST, Order.ASC, Ties.EARLIEST, shards);
      GameDefinition game = TestGames.game("member-" + shards, 0, board);
      BoardPlace place =
          TestPlaces.of(redis, writer.generation(), BUCKETS, game, board, "all-time");
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        writer.put(game.gameId(), board, "all-time", "bob" + i, i, REACHED);
        asked.add(REACHED_TEXT + "bob" + i);
      }
      assertThat(standings.find(place, List.of("bob3")).join().found()).hasSize(1);
      assertThat(standings.find(place, asked).join()).isEqualTo(new Placings(20, List.of()));
      for (String user : asked) {
        assertThat(around.read(place, user, 3).join()).isEmpty();
      }
      // One who is there has a time of its own, and is neither of the two.
      writer.put(game.gameId(), board, "all-time", asked.get(3), 2, REACHED + 1);
      Placings found = standings.find(place, List.of(asked.get(3), "bob3")).join();
      assertThat(found.found())
          .extracting(placing -> placing.row().userId(), Placing::rank)
          .containsExactlyInAnyOrder(tuple(asked.get(3), 4L), tuple("bob3", 5L));
    }
  }

  /** Some who are there and some who are not. */
  private static void places(Random random, Case each) {
    Map<String, ReferenceRanking.Entry> expected = new HashMap<>();
    List<String> asked = new ArrayList<>(List.of("nobody", "{nobody}"));
    for (ReferenceRanking.Entry entry : each.expected()) {
      if (random.nextInt(3) == 0) {
        asked.add(entry.userId());
        expected.put(entry.userId(), entry);
      }
    }
    Placings found = standings.find(each.place(), asked).join();
    assertThat(found.total()).as(each.message()).isEqualTo(each.expected().size());
    assertThat(found.found()).as(each.message()).hasSize(expected.size());
    for (Placing placing : found.found()) {
      ReferenceRanking.Entry entry = expected.get(placing.row().userId());
      assertThat(placing.rank()).as(each.message()).isEqualTo(entry.rank());
      assertThat(each.place().score(placing.row().sortKey()))
          .as(each.message())
          .isEqualTo(entry.score());
    }
  }

  private static void neighbours(Random random, Case each) {
    assertThat(around.read(each.place(), "nobody", 3).join()).as(each.message()).isEmpty();
    int size = each.expected().size();
    for (int i = 0; i < 3 && size > 0; i++) {
      int at = random.nextInt(size);
      int radius = 1 + random.nextInt(6);
      BoardSlice slice =
          around.read(each.place(), each.expected().get(at).userId(), radius).join().orElseThrow();
      assertThat(slice.total()).as(each.message()).isEqualTo(size);
      same(
          each,
          entries(each, slice),
          each.expected().subList(Math.max(0, at - radius), Math.min(size, at + radius + 1)));
    }
  }

  /** A new score is behind all that are better, and those that were there first. */
  private static void newScores(Random random, Case each) {
    boolean earliest = each.place().ties() == Ties.EARLIEST;
    for (int i = 0; i < 3; i++) {
      long value = random.nextLong(-4, 5);
      long key = each.place().rules().sortKey(value);
      long ahead =
          each.expected().stream()
              .mapToLong(
                  entry ->
                      each.place()
                          .rules()
                          .sortKey(
                              ScaledLong.of(entry.score(), each.place().rules().scale())
                                  .orElseThrow()))
              .filter(other -> earliest ? other <= key : other < key)
              .count();
      Placings found = standings.ofSortKey(each.place(), key).join();
      assertThat(found.found().get(0).rank()).as(each.message()).isEqualTo(ahead + 1);
      assertThat(found.total()).as(each.message()).isEqualTo(each.expected().size());
    }
  }

  private static List<Entry> entries(Case each, BoardSlice slice) {
    List<Entry> entries = new ArrayList<>();
    List<Long> ranks = slice.ranks(each.place().ties());
    for (int i = 0; i < ranks.size(); i++) {
      Row row = slice.rows().get(i);
      entries.add(Entry.of(each.place(), ranks.get(i), row, null));
    }
    return entries;
  }

  private static void same(Case each, List<Entry> read, List<ReferenceRanking.Entry> expected) {
    assertThat(
            read.stream()
                .map(
                    entry ->
                        new ReferenceRanking.Entry(entry.rank(), entry.userId(), entry.score()))
                .toList())
        .as(each.message())
        .isEqualTo(expected);
  }

  private static Case write(
      Random random, GameDefinition game, BoardDefinition board, String message) {
    String period =
        switch (board.period()) {
          case ALL_TIME -> "all-time";
          case DAILY -> "2026-11-21";
          case WEEKLY -> "2026-W47";
          case MONTHLY -> "2026-11";
          case SEASONS -> board.seasons().get(0).name();
        };
    BoardPlace place = TestPlaces.of(redis, writer.generation(), BUCKETS, game, board, period);
    Map<StandingKey, ReferenceStanding> reference = new HashMap<>();
    // Few different scores and times, so that there are many equals.
    int values = 1 + random.nextInt(6);
    for (String user : users(random)) {
      long value =
          random.nextInt(8) == 0
              ? random.nextLong(-ScaledLong.MAX, ScaledLong.MAX + 1)
              : random.nextInt(values) - values / 2;
      long reachedAt = 1_795_000_000_000L + random.nextInt(3);
      writer.put(game.gameId(), board, period, user, value, reachedAt);
      reference.put(
          new StandingKey(game.gameId(), board.id(), period, user),
          new ReferenceStanding(ScaledLong.toDecimal(value, place.rules().scale()), reachedAt));
    }
    return new Case(
        message + " " + board,
        place,
        ReferenceRanking.list(reference, game.gameId(), board, period));
  }

  private static Set<String> users(Random random) {
    Set<String> users = new TreeSet<>();
    int size = random.nextInt(30);
    for (int i = 0; i < size; i++) {
      String odd = RandomEvents.USERS.get(random.nextInt(RandomEvents.USERS.size()));
      users.add(odd.length() > 20 || random.nextBoolean() ? odd : odd + random.nextInt(30));
    }
    return users;
  }
}
