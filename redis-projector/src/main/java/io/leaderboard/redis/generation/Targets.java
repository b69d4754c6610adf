package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations.Generation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What events are applied to.
 *
 * @param live what the owner of a partition applies what it polls to: the live generation; while
 *     nothing is readable yet, the one that is being built. Null while that one waits for the
 *     standings that it is restored from
 * @param building the generation that is filled beside it in the background, and then joined
 * @param games the fill of games within the live generation, which is joined likewise
 */
public record Targets(
    @Nullable Generation live, @Nullable Generation building, @Nullable FillTarget games) {
  /** What is filled in the background. */
  public List<FillTarget> filling() {
    return Optional.ofNullable(building)
        .map(FillTarget::of)
        .or(() -> Optional.ofNullable(games))
        .map(List::of)
        .orElse(List.of());
  }

  /**
   * Differs whenever owners must resume, because another generation is to be applied to. A fill of
   * games begins and ends without that.
   */
  public String signature() {
    return (live == null ? "" : live.id()) + '|' + (building == null ? "" : building.id());
  }
}
