package io.leaderboard.cli.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the redis-projector said of its generations.
 *
 * @param live the generation of all games that readers see, null when there is none
 * @param liveByGame games that readers see in a generation of their own
 * @param building what is being filled
 */
record RebuildReport(
    @Nullable String live, Map<String, String> liveByGame, List<Building> building) {
  /**
   * A generation that is being filled.
   *
   * @param gameId null when it is of all games
   * @param records of the log that it holds
   * @param end records that the log has
   * @param waiting why it cannot go on now, null when it can
   */
  record Building(
      String generation,
      @Nullable String gameId,
      long records,
      long end,
      @Nullable String waiting) {
    /** What is filled, in words. */
    String subject() {
      return gameId == null ? "all games" : "game " + gameId;
    }
  }

  static RebuildReport of(JsonNode report) {
    Map<String, String> liveByGame = new TreeMap<>();
    report
        .path("liveByGame")
        .properties()
        .forEach(game -> liveByGame.put(game.getKey(), game.getValue().asString("")));
    List<Building> building = new ArrayList<>();
    for (JsonNode each : report.path("building")) {
      building.add(
          new Building(
              each.path("generation").asString(""),
              text(each.path("gameId")),
              each.path("records").asLong(0),
              each.path("end").asLong(0),
              text(each.path("waiting"))));
    }
    return new RebuildReport(text(report.path("live")), liveByGame, building);
  }

  boolean isLive(String generation) {
    return generation.equals(live) || liveByGame.containsValue(generation);
  }

  Optional<Building> building(String generation) {
    return building.stream().filter(each -> each.generation().equals(generation)).findFirst();
  }

  /**
   * The rebuild that stands in the way of another one.
   *
   * @param game of the other one, null for all games
   */
  Optional<Building> running(@Nullable String game) {
    Optional<Building> ofAll = building.stream().filter(each -> each.gameId() == null).findFirst();
    Optional<Building> ofGame =
        building.stream().filter(each -> game == null || game.equals(each.gameId())).findFirst();
    return ofAll.or(() -> ofGame);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
