package io.leaderboard.query.board;

import io.leaderboard.query.freshness.BucketPlace;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the newest periods of all boards of a game lie, in the order of the definition. */
public record GamePlace(List<BoardPlace> boards) implements BucketPlace {
  public GamePlace {
    boards = List.copyOf(boards);
  }

  @Override
  public Set<Integer> buckets() {
    return boards.stream()
        .flatMap(board -> board.buckets().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
