package io.leaderboard.query.rank;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.rank.CountScript.Counted;
import io.leaderboard.query.rank.CountScript.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds users on boards. A board of one shard is asked in one round trip, so that everything is of
 * one moment, where there are up to 125 users, and each 125 of more; one of several in two: where
 * its users stand in their own shards, and then how many are ahead of them in the others, for many
 * users in pieces that follow each other. Thread-safe.
 */
final class Standings {
  /** How many places are counted at once, in all shards: as many as a board has shards. */
  private static final int PLACES_AT_ONCE = BoardDefinition.MAX_SHARDS;

  /** One is computed while the next is on its way. */
  private static final int CALLS_AT_ONCE = 2;

  private final StandingsScript standings = new StandingsScript();
  private final CountScript counts = new CountScript();

  /**
   * Where users stand.
   *
   * @param users at most 500, without repeats
   */
  CompletableFuture<Placings> find(BoardPlace place, List<String> users) {
    if (place.isWhole()) {
      return standings.find(place.shards().get(0), place.ties(), users);
    }
    Map<Integer, List<String>> byShard = new TreeMap<>();
    users.forEach(
        user -> byShard.computeIfAbsent(place.shardOf(user), s -> new ArrayList<>()).add(user));
    List<CompletableFuture<Placings>> own = new ArrayList<>();
    byShard.forEach(
        (shard, members) ->
            own.add(standings.find(place.shards().get(shard), place.ties(), members)));
    return all(own)
        .thenCompose(
            found ->
                overall(place, found.stream().flatMap(each -> each.found().stream()).toList()));
  }

  /** Where somebody new would stand who had this sort key now. */
  CompletableFuture<Placings> ofSortKey(BoardPlace place, long sortKey) {
    Row row = new Row("", sortKey, null);
    // Whoever reaches an equal score now is behind all that have it, where the earliest is ahead.
    Counted counted = place.ties() == Ties.EARLIEST ? Counted.LEVEL : Counted.BETTER;
    return count(place, counted, List.of(row))
        .thenApply(each -> new Placings(total(each), List.of(new Placing(row, sum(each, 0)))));
  }

  /** How many entries are better than {@code row}. */
  CompletableFuture<Long> better(BoardPlace place, Row row) {
    return count(place, Counted.BETTER, List.of(row)).thenApply(each -> sum(each, 0));
  }

  /** The ranks on the whole board, from the places in their own shards. */
  private CompletableFuture<Placings> overall(BoardPlace place, List<Placing> inShards) {
    Counted counted = place.ties() == Ties.EARLIEST ? Counted.AHEAD : Counted.BETTER;
    List<Placing> sorted =
        inShards.stream().sorted(Comparator.comparing(Placing::row, Row.ORDER)).toList();
    return count(place, counted, sorted.stream().map(Placing::row).toList())
        .thenApply(
            each -> {
              List<Placing> found = new ArrayList<>();
              for (int i = 0; i < sorted.size(); i++) {
                Placing own = sorted.get(i);
                int shard = place.shardOf(own.row().userId());
                // The own shard counted while it held the user: counted again, the user may have
                // moved ahead of the former place.
                long others = sum(each, i) - each.get(shard).ahead().get(i);
                found.add(new Placing(own.row(), own.ahead() + others));
              }
              return new Placings(total(each), found);
            });
  }

  /**
   * What each shard counts.
   *
   * @param rows in the order of the board
   */
  private CompletableFuture<List<Counts>> count(BoardPlace place, Counted counted, List<Row> rows) {
    int size = counted.rowsOfACall();
    List<Shard> shards = place.shards();
    // Piece by piece, so that what is counted for a row is counted everywhere at about one moment.
    List<Supplier<CompletableFuture<Counts>>> calls = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += size) {
      List<Row> piece = rows.subList(from, Math.min(rows.size(), from + size));
      shards.forEach(shard -> calls.add(() -> counts.count(shard, counted, piece)));
    }
    int placesOfACall = Math.max(1, Math.min(size, rows.size()));
    return InTurn.all(calls, Math.max(CALLS_AT_ONCE, PLACES_AT_ONCE / placesOfACall))
        .thenApply(
            pieces ->
                IntStream.range(0, shards.size())
                    .mapToObj(shard -> Counts.joined(ofShard(pieces, shard, shards.size())))
                    .toList());
  }

  private static List<Counts> ofShard(List<Counts> pieces, int shard, int shards) {
    return IntStream.iterate(shard, i -> i < pieces.size(), i -> i + shards)
        .mapToObj(pieces::get)
        .toList();
  }

  private static long total(List<Counts> shards) {
    return shards.stream().mapToLong(Counts::total).sum();
  }

  private static long sum(List<Counts> shards, int row) {
    return shards.stream().mapToLong(shard -> shard.ahead().get(row)).sum();
  }

  static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> asked) {
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }
}
