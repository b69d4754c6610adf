package io.leaderboard.cassandra.schema;

import java.util.List;
import java.util.Optional;

/**
 * What this service relies on of a table. Columns beyond these do no harm: a newer version may have
 * added them.
 *
 * @param key the columns of the partition key, in order, as {@code name type}
 * @param clustering the clustering columns, in order, as {@code name type}
 * @param columns the other columns as {@code name type}
 */
record TableShape(String name, List<String> key, List<String> clustering, List<String> columns) {
  static final List<TableShape> ALL =
      List.of(
          new TableShape(
              "score_events",
              List.of("game_id text", "user_id text", "month int", "slice int"),
              List.of("occurred_at timestamp", "log_offset bigint"),
              List.of(
                  "log_partition int",
                  "event_id text",
                  "score bigint",
                  "scale int",
                  "metrics frozen<map<text, bigint>>",
                  "accepted_at timestamp",
                  "match_id text",
                  "metadata frozen<map<text, text>>",
                  "duplicate boolean",
                  "late boolean",
                  "closed_through bigint",
                  "out_of_range frozen<list<text>>")),
          new TableShape(
              "score_months",
              List.of("game_id text", "user_id text"),
              List.of("month int", "slice int"),
              List.of()),
          new TableShape(
              "game_users",
              List.of("game_id text", "log_partition int", "slice int"),
              List.of("user_id text", "month int"),
              List.of()),
          new TableShape(
              "board_standings",
              List.of("game_id text", "board_id text", "rules int", "period text", "user_id text"),
              List.of(),
              List.of(
                  "value bigint",
                  "reached_at timestamp",
                  "decided_at bigint",
                  "log_partition int",
                  "log_offset bigint")),
          new TableShape(
              "game_rules",
              List.of("log_partition int"),
              List.of("game_id text", "rules int"),
              List.of("confirmed_offset bigint", "complete boolean", "switched boolean")),
          new TableShape(
              "projection_positions",
              List.of("projection text"),
              List.of("partition int"),
              List.of("applied_offset bigint", "confirmed_offset bigint")),
          new TableShape(
              "projection_closings",
              List.of("projection text", "partition int"),
              List.of("game_id text", "log_offset bigint"),
              List.of("closed_through timestamp")),
          new TableShape(
              "final_standings",
              List.of("game_id text", "board_id text", "period text", "page int"),
              List.of("ordinal int"),
              List.of("rank bigint", "user_id text", "score bigint", "reached_at timestamp")),
          new TableShape(
              "final_ranks",
              List.of("game_id text", "board_id text", "user_id text"),
              List.of("period_end timestamp", "period text"),
              List.of("rank bigint", "score bigint", "scale int", "total bigint", "rules int")),
          new TableShape(
              "final_manifests",
              List.of("game_id text", "board_id text", "period text"),
              List.of(),
              List.of(
                  "period_start timestamp",
                  "period_end timestamp",
                  "rules int",
                  "scale int",
                  "pages int",
                  "total bigint",
                  "digest text",
                  "written_at timestamp",
                  "meaning frozen<map<text, text>>")),
          new TableShape(
              "final_periods",
              List.of("game_id text", "board_id text"),
              List.of("period_end timestamp", "period text"),
              List.of("period_start timestamp", "rules int", "total bigint")),
          new TableShape(
              "projected_topics", List.of("topic text"), List.of(), List.of("topic_id text")));

  /**
   * What is wrong with the table, empty when it is as it must be.
   *
   * @param found the keyspace's columns
   */
  Optional<String> mismatch(FoundColumns found) {
    if (!found.hasTable(name)) {
      return Optional.of("the table %s is missing".formatted(name));
    }
    List<String> actualKey = found.of(name, "partition_key");
    if (!actualKey.equals(key)) {
      return Optional.of(
          "the table %s has the partition key %s instead of %s".formatted(name, actualKey, key));
    }
    List<String> actualClustering = found.of(name, "clustering");
    if (!actualClustering.equals(clustering)) {
      return Optional.of(
          "the table %s has the clustering columns %s instead of %s"
              .formatted(name, actualClustering, clustering));
    }
    List<String> actual = found.of(name, "regular");
    return columns.stream()
        .filter(column -> !actual.contains(column))
        .findFirst()
        .map(column -> "the table %s lacks the column '%s'".formatted(name, column));
  }
}
