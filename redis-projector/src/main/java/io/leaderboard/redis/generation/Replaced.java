package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a generation takes the place of when it goes live.
 *
 * @param ofItsRole the live one of the same role, null when there is none
 * @param leftBy id of the one of all games whose keys of one game are not read any more, "" for
 *     none
 * @param generations all that are read until then
 * @param fields pairs of a field of {@code lb:generation} and the id in it: retired too
 */
record Replaced(
    @Nullable Generation ofItsRole,
    String leftBy,
    List<Generation> generations,
    List<String> fields) {

  static Replaced by(Generation next, Generations seen) {
    List<Generation> generations = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    String leftBy = "";
    Generation ofItsRole = liveOf(seen, next);
    if (ofItsRole != null) {
      generations.add(ofItsRole);
    } else if (next.gameId() != null && seen.live() != null) {
      generations.add(seen.live());
      leftBy = seen.live().id();
    }
    if (next.gameId() == null) {
      for (Generation ofGame : seen.liveByGame().values()) {
        if (ofGame.epoch() <= next.epoch()) {
          generations.add(ofGame);
          fields.addAll(List.of(ofGame.liveField(), ofGame.id()));
        }
      }
      for (Generation ofGame : seen.buildingByGame().values()) {
        if (ofGame.epoch() <= next.epoch()) {
          fields.addAll(List.of(ofGame.buildingField(), ofGame.id()));
        }
      }
    }
    return new Replaced(ofItsRole, leftBy, generations, fields);
  }

  /** The live generation of the same role. */
  static @Nullable Generation liveOf(Generations seen, Generation next) {
    return next.gameId() == null ? seen.live() : seen.liveByGame().get(next.gameId());
  }

  /** The one of the same role that is being filled. */
  static @Nullable Generation buildingOf(Generations seen, Generation next) {
    return next.gameId() == null ? seen.building() : seen.buildingByGame().get(next.gameId());
  }
}
