package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations.Generation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generations that events are applied to.
 *
 * @param live those that the owner of a partition applies what it polls to; while nothing is
 *     readable yet, the one that is being built
 * @param filling those that are filled beside them in the background, and then joined
 * @param gamesElsewhere games that have a live generation of their own and are left out of the one
 *     of all games
 */
public record Targets(List<Generation> live, List<Generation> filling, Set<String> gamesElsewhere) {
  public Targets {
    live = List.copyOf(live);
    filling = List.copyOf(filling);
    gamesElsewhere = Set.copyOf(gamesElsewhere);
  }

  /** Differs whenever something else is to be applied to. */
  public String signature() {
    return Stream.of(live, filling)
        .map(list -> list.stream().map(Generation::id).collect(Collectors.joining(",")))
        .collect(Collectors.joining("|"));
  }
}
