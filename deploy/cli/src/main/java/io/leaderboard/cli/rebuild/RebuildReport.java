package io.leaderboard.cli.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the redis-projector said of what it fills.
 *
 * @param live the generation that readers see, null when there is none
 * @param building what is being filled
 * @param last what became of the last fill of games, null when there was none
 */
record RebuildReport(@Nullable String live, List<Building> building, @Nullable Ended last) {
  /**
   * A fill of games that is over.
   *
   * @param reason why it was given up, null when readers use what it brought
   */
  record Ended(String id, @Nullable String reason) {}

  /**
   * A generation that is being filled, or games within the live one.
   *
   * @param games the first of the games; null for a generation, which holds all
   * @param gameCount how many games there are
   * @param records of the log that it holds
   * @param end records that the log has
   * @param waiting why it cannot go on now, null when it can
   */
  record Building(
      String id,
      @Nullable List<String> games,
      int gameCount,
      long records,
      long end,
      @Nullable String waiting) {
    private static final int MOST_NAMED = 3;

    /** What is filled, in words. */
    String subject() {
      if (games == null) {
        return "all games";
      }
      List<String> named = games.subList(0, Math.min(MOST_NAMED, games.size()));
      int more = gameCount - named.size();
      return (gameCount == 1 ? "game " : "games ")
          + String.join(", ", named)
          + (more > 0 ? " and %d more".formatted(more) : "");
    }

    /** Whether a game is filled by it, or all are when it is null; not known beyond the first. */
    boolean covers(@Nullable String game) {
      return games == null || (game != null && games.contains(game));
    }
  }

  static RebuildReport of(JsonNode report) {
    List<Building> building = new ArrayList<>();
    for (JsonNode each : report.path("building")) {
      building.add(
          new Building(
              each.path("id").asString(""),
              games(each.path("games")),
              each.path("gameCount").asInt(0),
              each.path("records").asLong(0),
              each.path("end").asLong(0),
              text(each.path("waiting"))));
    }
    return new RebuildReport(text(report.path("live")), building, ended(report.path("lastFill")));
  }

  private static @Nullable Ended ended(JsonNode last) {
    if (!last.isObject()) {
      return null;
    }
    String reason =
        last.path("switched").asBoolean(false) ? null : last.path("reason").asString("");
    return new Ended(last.path("id").asString(""), reason);
  }

  Optional<Building> building(String id) {
    return building.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** What became of a fill of games; empty when that is not known, or it is not over. */
  Optional<Ended> ended(String fill) {
    return Optional.ofNullable(last).filter(each -> each.id().equals(fill));
  }

  /** What stands in the way of another rebuild: a generation before games within one. */
  Optional<Building> running() {
    return building.stream()
        .filter(each -> each.games() == null)
        .findFirst()
        .or(() -> building.stream().findFirst());
  }

  private static @Nullable List<String> games(JsonNode node) {
    return node.isArray() ? node.valueStream().map(game -> game.asString("")).toList() : null;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
