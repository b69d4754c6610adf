package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.archive.ArchiveContainer;
import io.leaderboard.cassandra.archive.ArchiveHealth;
import io.leaderboard.cassandra.archive.ArchiveMetrics;
import io.leaderboard.cassandra.archive.ArchiveProperties;
import io.leaderboard.cassandra.archive.ArchiveStatus;
import io.leaderboard.cassandra.fill.FillHealth;
import io.leaderboard.cassandra.fill.FillMetrics;
import io.leaderboard.cassandra.fill.FillProperties;
import io.leaderboard.cassandra.fill.FillStatus;
import io.leaderboard.cassandra.fill.KafkaFillLog;
import io.leaderboard.cassandra.standing.IgnoredEvents;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cassandra.store.CassandraHealth;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.StoreConnection;
import io.leaderboard.cassandra.store.StoreProperties;
import io.leaderboard.cassandra.store.StoreSessions;
import io.leaderboard.cassandra.store.WholeLog;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.projection.ProjectionContainer;
import io.leaderboard.projection.ProjectionHealth;
import io.leaderboard.projection.ProjectionMetrics;
import io.leaderboard.projection.ProjectionProperties;
import io.leaderboard.projection.ProjectionStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  CassandraProperties.class,
  StoreProperties.class,
  LogProperties.class,
  ProjectionProperties.class,
  FillProperties.class,
  ArchiveProperties.class
})
class ProjectorConfiguration {
  private static final String CLIENT_ID = "cassandra-projector";

  @Bean(initMethod = "start")
  LogView logView(LogProperties properties) {
    return new LogView(properties, CLIENT_ID);
  }

  @Bean(initMethod = "start")
  LogEnds logEnds(LogProperties properties, LogView log) {
    return new LogEnds(properties, log, CLIENT_ID);
  }

  @Bean
  ProjectedLog projectedLog(LogView log) {
    return ProjectedLog.of(log);
  }

  @Bean
  Interruptions interruptions() {
    return new Interruptions();
  }

  @Bean
  RequestTimers requestTimers(MeterRegistry registry) {
    return new RequestTimers(registry);
  }

  @Bean
  IgnoredEvents ignoredEvents(MeterRegistry registry) {
    return new IgnoredEvents(registry);
  }

  @Bean(initMethod = "start")
  StoreConnection storeConnection(
      CassandraProperties cassandra,
      StoreProperties properties,
      ObjectProvider<SslBundles> sslBundles,
      RequestTimers timers,
      Interruptions interruptions,
      LogView log,
      LogProperties logProperties) {
    StoreSessions sessions = new StoreSessions(cassandra, properties, sslBundles.getIfAvailable());
    KafkaFillLog starts = new KafkaFillLog(logProperties, CLIENT_ID);
    return new StoreConnection(
        cassandra,
        properties,
        sessions,
        timers,
        interruptions,
        new WholeLog(() -> starts.starts(partitions(log))));
  }

  private static int partitions(LogView log) {
    if (log.state() instanceof LogState.Open open) {
      return open.settings().partitions();
    }
    throw new IllegalStateException("the log is not open yet: " + log.state());
  }

  @Bean
  CassandraProjection cassandraProjection(
      StoreConnection connection,
      ProjectedLog log,
      StoreProperties properties,
      Interruptions interruptions,
      IgnoredEvents ignored) {
    return new CassandraProjection(
        connection::store, log, properties, interruptions, ignored, System::nanoTime);
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
      CassandraProjection projection,
      ProjectionStatus status) {
    // Undecodable records are counted by the loop; the redis-projector keeps them.
    return new ProjectionContainer(
        log, logProperties, properties, projection, poison -> {}, status);
  }

  @Bean(initMethod = "start")
  StoreWatch storeWatch(
      Interruptions interruptions, ProjectionContainer container, CassandraProjection projection) {
    return new StoreWatch(interruptions, container::resumeFromStore, projection::confirmWhileQuiet);
  }

  @Bean
  FillStatus fillStatus() {
    return new FillStatus();
  }

  @Bean(initMethod = "start")
  FillWatch fillWatch(
      StoreConnection connection,
      CassandraProjection projection,
      ProjectedLog log,
      LogProperties logProperties,
      Interruptions interruptions,
      StoreProperties store,
      FillProperties properties,
      FillStatus status) {
    return new FillWatch(
        connection::store,
        projection::owned,
        log::games,
        new KafkaFillLog(logProperties, CLIENT_ID),
        interruptions,
        store.syncMargin(),
        properties,
        status);
  }

  @Bean
  FillHealth fillsHealthIndicator(FillStatus status) {
    return new FillHealth(status);
  }

  @Bean
  FillMetrics fillMetrics(FillStatus status) {
    return new FillMetrics(status);
  }

  @Bean
  ProjectionHealth projectionHealthIndicator(LogView log, LogEnds ends, ProjectionStatus status) {
    return new ProjectionHealth(log, ends, status);
  }

  @Bean
  ArchiveStatus archiveStatus() {
    return new ArchiveStatus();
  }

  @Bean
  ArchiveContainer archiveContainer(
      LogView log,
      LogProperties logProperties,
      ArchiveProperties properties,
      StoreConnection connection,
      StoreProperties store,
      ArchiveStatus status) {
    return new ArchiveContainer(
        log,
        logProperties,
        properties,
        connection::store,
        connection.interruptions(),
        store.syncMargin(),
        status);
  }

  @Bean
  ArchiveHealth archivesHealthIndicator(ArchiveStatus status) {
    return new ArchiveHealth(status);
  }

  @Bean
  ArchiveMetrics archiveMetrics(ArchiveStatus status) {
    return new ArchiveMetrics(status);
  }

  @Bean
  CassandraHealth cassandraHealthIndicator(StoreConnection connection) {
    return new CassandraHealth(connection);
  }

  @Bean
  ProjectionMetrics projectionMetrics(
      LogView log, LogEnds ends, ProjectionStatus status, ProjectionHealth health) {
    return new ProjectionMetrics(log, ends, status, health);
  }

  @Bean
  MeterBinder interruptionMetrics(Interruptions interruptions) {
    return registry ->
        FunctionCounter.builder(
                "leaderboard.cassandra.interruptions", interruptions, Interruptions::count)
            .description("Moments since which Cassandra may hold less than it acknowledged")
            .register(registry);
  }
}
