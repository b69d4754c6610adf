package io.leaderboard.query.rank;

import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads users with who stands next to them: {@code around.lua} and {@code neighbours.lua}. On a
 * board of one shard everything is of one moment; on one of several, each shard is. Thread-safe.
 */
final class Around {
  private static final RedisScript AROUND = RedisScript.of(Around.class, "around.lua");
  private static final RedisScript NEIGHBOURS =
      RedisScript.of(Around.class, "/io/leaderboard/query/board/place.lua", "neighbours.lua");

  /**
   * Entries of one shard next to a place.
   *
   * @param before how many entries of the shard stand before the place
   */
  private record Neighbours(long total, long before, List<Row> rows) {}

  private final Standings standings;

  Around(Standings standings) {
    this.standings = standings;
  }

  /**
   * A user and the neighbours, empty when the user is not on the board.
   *
   * @param radius how many on either side at most, 1 to 50
   */
  CompletableFuture<Optional<BoardSlice>> read(BoardPlace place, String userId, int radius) {
    return place.isWhole() ? ofOne(place, userId, radius) : ofMany(place, userId, radius);
  }

  private CompletableFuture<Optional<BoardSlice>> ofOne(
      BoardPlace place, String userId, int radius) {
    Shard shard = place.shards().get(0);
    return AROUND
        .run(
            shard.reads(),
            List.of(shard.sortedSet(), shard.times()),
            place.ties().text(),
            userId,
            Integer.toString(radius))
        .thenApply(
            answer ->
                answer.size() == 1
                    ? Optional.empty()
                    : Optional.of(
                        new BoardSlice(
                            (Long) answer.get(0),
                            (Long) answer.get(1),
                            (Long) answer.get(2),
                            Row.all(place.ties(), (List<?>) answer.get(3)))));
  }

  private CompletableFuture<Optional<BoardSlice>> ofMany(
      BoardPlace place, String userId, int radius) {
    return standings
        .find(place, List.of(userId))
        .thenCompose(
            placings ->
                placings.found().isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : around(place, placings.found().get(0).row(), radius).thenApply(Optional::of));
  }

  private CompletableFuture<BoardSlice> around(BoardPlace place, Row middle, int radius) {
    List<CompletableFuture<Neighbours>> asked =
        place.shards().stream().map(shard -> neighbours(place, shard, middle, radius)).toList();
    return Standings.all(asked)
        .thenCompose(
            shards -> {
              BoardSlice merged = merged(shards, middle, radius);
              return standings
                  .better(place, merged.rows().get(0))
                  .thenApply(
                      better ->
                          new BoardSlice(merged.total(), merged.start(), better, merged.rows()));
            });
  }

  /** The user as found first, whatever has become of that entry in its shard meanwhile. */
  private static BoardSlice merged(List<Neighbours> shards, Row middle, int radius) {
    List<Row> before = new ArrayList<>();
    List<Row> behind = new ArrayList<>();
    shards.stream()
        .flatMap(shard -> shard.rows().stream())
        .filter(row -> !row.userId().equals(middle.userId()))
        .sorted(Row.ORDER)
        .forEach(row -> (Row.ORDER.compare(row, middle) < 0 ? before : behind).add(row));
    List<Row> rows =
        new ArrayList<>(before.subList(Math.max(0, before.size() - radius), before.size()));
    int shownBefore = rows.size();
    rows.add(middle);
    rows.addAll(behind.subList(0, Math.min(radius, behind.size())));
    long start = shards.stream().mapToLong(Neighbours::before).sum() - shownBefore;
    long total = shards.stream().mapToLong(Neighbours::total).sum();
    return new BoardSlice(total, Math.max(0, start), 0, rows);
  }

  private CompletableFuture<Neighbours> neighbours(
      BoardPlace place, Shard shard, Row middle, int radius) {
    return NEIGHBOURS
        .run(
            shard.reads(),
            List.of(shard.sortedSet()),
            Long.toString(middle.sortKey()),
            middle.member(),
            Integer.toString(radius))
        .thenApply(
            answer ->
                new Neighbours(
                    (Long) answer.get(0),
                    (Long) answer.get(1),
                    Row.all(place.ties(), (List<?>) answer.get(2))));
  }
}
