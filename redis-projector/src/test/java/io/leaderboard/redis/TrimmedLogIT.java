package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.Origin;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What is filled where the log has lost its beginning, and so can only be filled from standings.
 */
@Timeout(180)
class TrimmedLogIT {
  private static final Duration SWITCHED = Duration.ofSeconds(60);

  private ProjectorStack stack;
  private StandingsWriter standings;
  private ConfigurableApplicationContext service;

  /** A game of 2,000 events, which Cassandra holds, and of which the log has the last alone. */
  @BeforeEach
  void trim() throws Exception {
    stack = new ProjectorStack();
    standings = new StandingsWriter();
    service = stack.startService(standings.settings().toArray(String[]::new));
    define(Aggregation.BEST);
    stack.send(TestGames.runs("ruled", 0, 2_000));
    stack.awaitFold();
    standings.bind(((LogState.Open) service.getBean(LogView.class).state()).topicId());
    keepStandings();
    Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
    stack
        .ends()
        .forEach(
            (partition, end) -> {
              if (end > ProjectorStack.WINDOW) {
                deleted.put(
                    new TopicPartition(Topics.SCORE_EVENTS, partition),
                    RecordsToDelete.beforeOffset(end - ProjectorStack.WINDOW));
              }
            });
    assertThat(deleted).isNotEmpty();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()))) {
      admin.deleteRecords(deleted).all().get();
    }
  }

  @AfterEach
  void stop() {
    stack.close();
    standings.close();
  }

  private void define(Aggregation aggregation) {
    stack.define(TestGames.game("ruled", TestGames.allTime("main", aggregation, Ties.EARLIEST)));
  }

  private void keepStandings() {
    standings.write(
        service.getBean(LogView.class).games(), stack.remembered(), ProjectorStack.WINDOW, null);
  }

  @Test
  void changedRulesWaitForCassandraAndAreFilledFromThere() throws Exception {
    Generation live = stack.live();
    define(Aggregation.SUM);
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                Actuator.health(service)
                    .contains("does not hold ruled under the latest rules yet"));
    assertThat(stack.edition("ruled")).isEqualTo(Edition.FIRST);
    assertThat(Actuator.metric(service, "leaderboard_games_fill_waits")).isEqualTo(1);

    keepStandings();
    stack.send(TestGames.runs("ruled", 2_000, 2_100));
    await().atMost(SWITCHED).until(() -> stack.edition("ruled").rules() == 2);
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(live);
    assertThat(Actuator.metric(service, "leaderboard_games_fill_waits")).isZero();
  }

  /** Chosen to be from the log before the log lost its start, or asked for so. */
  @Test
  void aFillWhoseRecordsAreGoneIsGivenUpAndChangedRulesAreFilledFromStandings() throws Exception {
    GenerationKeeper keeper = service.getBean(GenerationKeeper.class);
    assertThat(keeper.rebuildGame("ruled", null)).isPresent();
    await().atMost(SWITCHED).until(() -> keeper.store().read().fill().isEmpty());
    assertThat(stack.edition("ruled")).isEqualTo(Edition.FIRST);

    define(Aggregation.SUM);
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                service.getBean(LogView.class).games().game("ruled").orElseThrow().rulesVersion()
                    == 2);
    keepStandings();
    await().atMost(SWITCHED).until(() -> stack.edition("ruled").rules() == 2);
    stack.awaitFold();
  }

  /** It was chosen from where it goes on before the log lost that. */
  @Test
  void aRestoreWhoseRecordsAreGoneIsBegunOnceMore() throws Exception {
    Generation before = stack.live();
    List<ResumePoint> starts =
        Collections.nCopies(ProjectorStack.PARTITIONS, new ResumePoint(0, Map.of()));
    Generation lost =
        service
            .getBean(GenerationKeeper.class)
            .rebuild(() -> new Origin(starts, Map.of()))
            .orElseThrow();

    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    assertThat(stack.live()).isNotEqualTo(lost);
    stack.awaitFold();
  }

  /** From the log it could never end. */
  @Test
  void aRestoreThatRedisLosesIsBegunOnceMoreAsOne() throws Exception {
    Generation before = stack.live();
    Actuator.post(service, "{\"from\":\"standings\"}");
    Generation lost =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(1))
            .until(
                () -> Generations.of(stack.commands().hgetall(RedisLayout.GENERATION)).building(),
                found -> found != null);
    stack.commands().del(RedisLayout.positions(lost.id(), 0));

    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    assertThat(stack.live()).isNotEqualTo(lost);
    stack.awaitFold();
  }
}
