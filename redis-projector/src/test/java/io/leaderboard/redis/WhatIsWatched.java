package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.servers.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;

/** What is measured, and what people are told to look at by it. */
abstract class WhatIsWatched {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern METRIC = Pattern.compile("leaderboard_[a-z_]*[a-z]");
  private static final Pattern DURATION = Pattern.compile("\\d+[smh]");

  /** As PromQL has them; what else is a word in an expression is a label or a metric. */
  private static final Set<String> WORDS =
      Set.of(
          "max",
          "min",
          "sum",
          "by",
          "on",
          "and",
          "rate",
          "increase",
          "m",
          "job",
          "service",
          "up",
          "reason");

  /** Measured by the other services, whose own tests look for them. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "leaderboard_archives_lag_records",
          "leaderboard_archives_pending_periods",
          "leaderboard_ingest_events_failed_total",
          "leaderboard_log_silence_seconds",
          "leaderboard_redis_connected",
          "leaderboard_cassandra_connected");

  private static final String PARTITIONS = ProjectorStack.PARTITIONS + ".0";

  private static final String DEAD_LETTERS = "leaderboard_dead_letters_records";

  private final ProjectorStack stack;

  WhatIsWatched(ProjectorStack stack) {
    this.stack = stack;
  }

  @Test
  void everythingThatShowsHowItIsDoingIsMeasured() throws Exception {
    ConfigurableApplicationContext service = started();
    GameDefinition game =
        TestGames.game("measured", TestGames.allTime("b", Aggregation.SUM, Ties.SHARED));
    stack.define(game);
    stack.send(events(game.gameId()));
    stack.awaitFold();

    double folded = Actuator.metric(service, "leaderboard_redis_folded_away_total");
    assertThat(folded).as("of a user's events in one call").isPositive();
    // A call holds Redis for as long as it has members; those of a sum count twice.
    assertThat(Actuator.metric(service, "leaderboard_redis_chunk_entries_max"))
        .isBetween(1.0, 63.0);
    assertThat(Actuator.metric(service, "leaderboard_redis_counted_total"))
        .isEqualTo(folded + Actuator.metric(service, "leaderboard_redis_chunk_entries_sum"));
    assertThat(Actuator.metric(service, "leaderboard_projection_events_total")).isPositive();
    for (int partition = 0; partition < ProjectorStack.PARTITIONS; partition++) {
      String of = "{partition=\"" + partition + "\"} 0.0";
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(metrics(service))
                      .contains("leaderboard_projection_lag_records" + of)
                      .contains("leaderboard_projection_lag_time_seconds" + of));
    }
    assertThat(metrics(service))
        .contains("leaderboard_redis_script_seconds{quantile=\"0.999\"}")
        .contains("leaderboard_projection_position_mismatches_total 0.0")
        .contains("leaderboard_projection_ready 1.0")
        .contains("leaderboard_projection_owned_partitions " + PARTITIONS)
        .contains("leaderboard_projection_log_partitions " + PARTITIONS)
        .contains("leaderboard_redis_repairs_total 0.0")
        .contains("leaderboard_generations_live 1.0")
        .contains("leaderboard_generations_filling 0.0")
        .contains("leaderboard_rebuild_progress_ratio NaN");
    await().atMost(SOON).until(() -> Actuator.metric(service, DEAD_LETTERS) >= 0);
  }

  @Test
  void whatTheAlertsAreRaisedByIsMeasuredUnderThatName() throws Exception {
    ConfigurableApplicationContext service = started();
    Map<String, String> alerts = new HashMap<>();
    for (Map<String, Object> rule : rules()) {
      String name = String.valueOf(rule.get("alert"));
      String expression = String.valueOf(rule.get("expr"));
      assertThat(rule.keySet())
          .as(name)
          .isSubsetOf("alert", "expr", "for", "labels", "annotations")
          .contains("alert", "expr", "labels", "annotations");
      assertThat(String.valueOf(rule.getOrDefault("for", "0s"))).as(name).matches(DURATION);
      assertThat(alerts.put(name, expression)).as("%s, once", name).isNull();
      requireBalanced(expression);
      assertThat(words(expression)).as(name).isSubsetOf(WORDS);
    }
    assertThat(alerts)
        .containsKeys(
            "ProjectionLags",
            "ProjectionStalled",
            "ProjectionNotReady",
            "PartitionsUnread",
            "PositionMismatches",
            "DeadLetters",
            "Rebuilding",
            "NothingLive",
            "FinalsFail",
            "ServiceDown",
            "IngestFailing",
            "KafkaSilent",
            "QueryWithoutRedis",
            "QueryWithoutCassandra");
    String measured = metrics(service);
    Set<String> named = new TreeSet<>();
    alerts
        .values()
        .forEach(
            expression ->
                METRIC.matcher(expression).results().map(MatchResult::group).forEach(named::add));
    assertThat(named).containsAll(ELSEWHERE);
    named.removeAll(ELSEWHERE);
    assertThat(named).hasSizeGreaterThan(5);
    assertThat(named)
        .allSatisfy(name -> assertThat(measured).containsPattern("(?m)^" + name + "[{ ]"));
  }

  /**
   * The lag of a partition that another instance reads is NaN, and so is every sum with it: what is
   * summed must leave it out.
   */
  @Test
  void noAlertSumsWhatMayBeNoNumber() throws Exception {
    stack.startService();
    ConfigurableApplicationContext second = started();
    await()
        .atMost(SOON)
        .until(() -> metrics(second).contains("leaderboard_projection_lag_records{partition="));
    await()
        .atMost(SOON)
        .until(() -> Double.isNaN(Actuator.metric(second, "leaderboard_projection_lag_records")));
    for (Map<String, Object> rule : rules()) {
      assertThat((String) rule.get("expr"))
          .doesNotContainPattern("sum\\b( by \\([^)]*\\))? *\\(leaderboard_projection_lag_\\w+\\)");
    }
  }

  private ConfigurableApplicationContext started() {
    ConfigurableApplicationContext service = stack.startService();
    await().atMost(SOON).until(() -> Actuator.status(service, "health/readiness") == 200);
    return service;
  }

  private static String metrics(ConfigurableApplicationContext service) throws Exception {
    return Actuator.body(service, "prometheus");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() throws IOException {
    String file = Files.readString(ProjectHome.find().resolve("deploy/prometheus/alerts.yml"));
    Map<String, List<Map<String, Object>>> parsed = new Yaml().load(file);
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Map<String, Object> group : Objects.requireNonNull(parsed.get("groups"))) {
      assertThat(group).containsOnlyKeys("name", "rules");
      rules.addAll((List<Map<String, Object>>) group.get("rules"));
    }
    return rules;
  }

  private static void requireBalanced(String expression) {
    String left = expression.replaceAll("[^(){}\\[\\]]", "");
    for (int length = -1; length != left.length(); ) {
      length = left.length();
      left = left.replace("()", "").replace("{}", "").replace("[]", "");
    }
    assertThat(left).as(expression).isEmpty();
  }

  /** But metrics of our own and what is quoted. */
  private static Set<String> words(String expression) {
    String left = expression.replaceAll("\"[^\"]*\"", "").replaceAll(METRIC.pattern(), "");
    return new TreeSet<>(
        Pattern.compile("[A-Za-z_]+").matcher(left).results().map(MatchResult::group).toList());
  }

  private static List<ScoreEvent> events(String game) {
    return IntStream.range(0, 3_000)
        .mapToObj(
            i -> new ScoreEvent("m" + i, game, "u" + i / 3, i, 0, Map.of(), i, i, null, Map.of()))
        .toList();
  }
}
