package io.leaderboard.redis;

import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.projection.ProjectionContainer;
import io.leaderboard.projection.ProjectionHealth;
import io.leaderboard.projection.ProjectionMetrics;
import io.leaderboard.projection.ProjectionProperties;
import io.leaderboard.projection.ProjectionStatus;
import io.leaderboard.redis.apply.ApplyMetrics;
import io.leaderboard.redis.apply.ApplyProperties;
import io.leaderboard.redis.apply.RedisProjection;
import io.leaderboard.redis.closing.ClosingProperties;
import io.leaderboard.redis.closing.ClosingSchedule;
import io.leaderboard.redis.closing.Rounds;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.RedisProperties;
import io.leaderboard.redis.fill.FillProperties;
import io.leaderboard.redis.fill.Fills;
import io.leaderboard.redis.finals.AnnouncedPeriods;
import io.leaderboard.redis.finals.FinalStandings;
import io.leaderboard.redis.finals.FinalsHealth;
import io.leaderboard.redis.finals.FinalsProperties;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationMetrics;
import io.leaderboard.redis.generation.GenerationProperties;
import io.leaderboard.redis.generation.GenerationStore;
import io.leaderboard.redis.generation.GenerationWatch;
import io.leaderboard.redis.generation.OpenedLog;
import io.leaderboard.redis.poison.DeadLetterCount;
import io.leaderboard.redis.poison.DeadLetters;
import io.leaderboard.redis.publish.AcknowledgedProducer;
import io.leaderboard.redis.rebuild.BoardDigests;
import io.leaderboard.redis.rebuild.Origins;
import io.leaderboard.redis.rebuild.RebuildEndpoint;
import io.leaderboard.redis.rebuild.RebuildMetrics;
import io.leaderboard.redis.rebuild.RebuildProgress;
import io.leaderboard.redis.standings.StandingsProperties;
import io.leaderboard.redis.standings.StandingsSource;
import io.leaderboard.redis.verify.VerifyEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service is made of. */
@Configuration(proxyBeanMethods = false)
class RedisProjectorConfiguration {
  private static final String CLIENT = "redis-projector";

  @Bean(initMethod = "start")
  LogView logView(LogProperties properties) {
    return new LogView(properties, CLIENT);
  }

  @Bean(initMethod = "start")
  LogEnds logEnds(LogProperties properties, LogView log) {
    return new LogEnds(properties, log, CLIENT);
  }

  @Bean
  FollowedLog followedLog(LogView log, LogEnds ends) {
    return new OpenedLog(log, ends);
  }

  @Bean
  RedisLink redisLink(RedisProperties properties) {
    return new RedisLink(properties);
  }

  @Bean
  GenerationKeeper generationKeeper(
      RedisLink redis,
      FollowedLog log,
      LogProperties logProperties,
      Origins origins,
      GenerationProperties properties) {
    GenerationKeeper keeper =
        new GenerationKeeper(
            new GenerationStore(redis),
            log,
            new AnnouncedPeriods(logProperties, log),
            origins,
            properties);
    redis.afterReconnect(() -> keeper.games().forget());
    return keeper;
  }

  @Bean
  Origins origins(FollowedLog log, LogProperties logProperties, StandingsSource standings) {
    return new Origins(log, logProperties, standings);
  }

  @Bean
  GenerationWatch generationWatch(
      GenerationKeeper keeper,
      FollowedLog log,
      GenerationProperties properties,
      ProjectionContainer container,
      RedisProjection projection) {
    return new GenerationWatch(
        keeper, log, properties, container::resumeFromStore, projection::attend);
  }

  @Bean
  RedisProjection redisProjection(
      RedisLink redis,
      GenerationKeeper keeper,
      FollowedLog log,
      ApplyProperties properties,
      MeterRegistry registry,
      Fills fills) {
    return new RedisProjection(redis, keeper, log, properties, new ApplyMetrics(registry), fills);
  }

  @Bean
  Fills fills(
      LogView log,
      LogProperties logProperties,
      ProjectionProperties projection,
      FillProperties properties,
      DeadLetters deadLetters,
      StandingsSource standings) {
    return new Fills(log, logProperties, projection, properties, deadLetters, standings);
  }

  @Bean
  StandingsSource standingsSource(
      CassandraProperties cassandra, StandingsProperties properties, SslBundles sslBundles) {
    return new StandingsSource(cassandra, properties, sslBundles);
  }

  @Bean
  RebuildEndpoint rebuildEndpoint(
      RedisLink redis,
      GenerationKeeper keeper,
      FollowedLog log,
      RedisProjection projection,
      Origins origins,
      RebuildProgress progress) {
    return new RebuildEndpoint(
        keeper, log, new BoardDigests(redis, keeper, log, projection), origins, progress);
  }

  @Bean
  RebuildProgress rebuildProgress(GenerationKeeper keeper, FollowedLog log, Fills fills) {
    return new RebuildProgress(keeper, log, fills);
  }

  @Bean
  RebuildMetrics rebuildMetrics(
      RedisLink redis, GenerationKeeper keeper, RebuildProgress progress) {
    return new RebuildMetrics(redis, keeper, progress);
  }

  @Bean
  VerifyEndpoint verifyEndpoint(
      RedisLink redis,
      GenerationKeeper keeper,
      FollowedLog log,
      LogProperties logProperties,
      RedisProjection projection,
      StandingsSource standings) {
    return new VerifyEndpoint(redis, keeper, log, logProperties, projection, standings);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Rounds closingRounds(
      ClosingProperties properties,
      FollowedLog log,
      ProjectionStatus status,
      GenerationKeeper keeper,
      RedisLink redis,
      AcknowledgedProducer producer,
      Clock clock,
      MeterRegistry registry) {
    ClosingSchedule schedule =
        new ClosingSchedule(log, status, keeper, redis, producer, clock, registry);
    return new Rounds("closing of periods", properties.interval(), schedule::round);
  }

  @Bean
  AcknowledgedProducer closingsProducer(LogProperties properties) {
    return new AcknowledgedProducer(properties, CLIENT + "-closing", 1024 * 1024);
  }

  @Bean
  FinalStandings finalStandings(
      FollowedLog log,
      LogProperties logProperties,
      ProjectionStatus status,
      GenerationKeeper keeper,
      RedisLink redis,
      FinalsProperties properties,
      Clock clock,
      MeterRegistry registry) {
    // Of all processes one owns the first partition.
    return new FinalStandings(
        log,
        logProperties,
        () -> status.owned().contains(0),
        keeper,
        redis,
        properties,
        clock,
        registry);
  }

  @Bean
  FinalsHealth finalsHealthIndicator(FinalStandings finals) {
    return new FinalsHealth(finals);
  }

  @Bean
  Rounds finalsRounds(FinalStandings finals, FinalsProperties properties) {
    return new Rounds("writing of final standings", properties.interval(), finals::round);
  }

  @Bean
  DeadLetters deadLetters(LogProperties properties) {
    return new DeadLetters(properties, CLIENT + "-dlt");
  }

  @Bean(initMethod = "start")
  DeadLetterCount deadLetterCount(LogProperties properties, LogView log) {
    return new DeadLetterCount(properties, log, CLIENT + "-dlt-count");
  }

  @Bean
  GenerationMetrics generationMetrics(GenerationKeeper keeper) {
    return new GenerationMetrics(keeper);
  }

  @Bean
  ProjectionStatus projectionStatus() {
    return new ProjectionStatus();
  }

  @Bean
  ProjectionContainer projectionContainer(
      LogView log,
      LogProperties logProperties,
      ProjectionProperties properties,
      RedisProjection projection,
      DeadLetters deadLetters,
      ProjectionStatus status,
      RedisLink redis) {
    ProjectionContainer container =
        new ProjectionContainer(log, logProperties, properties, projection, deadLetters, status);
    // A Redis that was away may have lost its last moments.
    redis.afterReconnect(container::resumeFromStore);
    return container;
  }

  @Bean
  ProjectionHealth projectionHealthIndicator(LogView log, LogEnds ends, ProjectionStatus status) {
    return new ProjectionHealth(log, ends, status);
  }

  @Bean
  ProjectionMetrics projectionMetrics(
      LogView log, LogEnds ends, ProjectionStatus status, ProjectionHealth health) {
    return new ProjectionMetrics(log, ends, status, health);
  }

  @Bean
  RedisHealth redisHealthIndicator(
      RedisLink redis, GenerationKeeper keeper, GenerationWatch watch, Fills fills) {
    return new RedisHealth(redis, keeper, watch, fills);
  }
}
