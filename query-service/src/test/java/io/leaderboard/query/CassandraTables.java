package io.leaderboard.query;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.servers.ProjectHome;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as the cassandra-projector does, into tables that are made by that module's own
 * files: a table that changes there changes here.
 */
public final class CassandraTables implements AutoCloseable {
  /** Slices of the history are so many offsets of the log wide. */
  public static final long OFFSETS_PER_SLICE = 1 << 20;

  private static final int MOST_UNDER_WAY = 100;

  private static @Nullable CassandraTables shared;

  private final CassandraAddress address;
  private final String keyspace = TestServers.uniqueName("query");
  private final List<CompletionStage<?>> underWay = new ArrayList<>();
  private @Nullable CqlSession session;

  /** Tables that are not created yet, on a Cassandra that may not run yet. */
  public CassandraTables(CassandraAddress address) {
    this.address = address;
  }

  /** Those that all tests of this JVM share, which keep apart by games. */
  public static synchronized CassandraTables shared() {
    if (shared == null) {
      shared = new CassandraTables(TestServers.cassandra()).create();
    }
    return shared;
  }

  /** What the service must be told. */
  public List<String> settings() {
    return List.of(
        "--leaderboard.cassandra.contact-points=" + address.host() + ":" + address.port(),
        "--leaderboard.cassandra.local-datacenter=" + address.datacenter(),
        "--leaderboard.cassandra.keyspace=" + keyspace);
  }

  /** Creates the tables. */
  public CassandraTables create() {
    execute(
        "CREATE KEYSPACE %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': 1}"
            .formatted(keyspace, address.datacenter()));
    int version = 0;
    for (Path file : versions()) {
      statements(file).forEach(this::execute);
      version++;
    }
    version(version);
    return this;
  }

  /** Says which version the tables are of. */
  public void version(int version) {
    execute(
        ("CREATE TABLE IF NOT EXISTS %s.schema_versions (name text, version int,"
                + " PRIMARY KEY (name, version)) WITH CLUSTERING ORDER BY (version DESC)")
            .formatted(keyspace));
    write("INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', ?)", version);
  }

  /** The files that make the tables, one a version. */
  public static List<Path> versions() {
    Path schema = ProjectHome.find().resolve("cassandra-projector/src/main/resources/schema");
    try (Stream<Path> files = Files.list(schema)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> statements(Path file) {
    try {
      String text =
          Files.readString(file)
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"))
              .replace("${keyspace}", keyspace);
      return Arrays.stream(text.split(";", -1))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an event that stands at an offset of partition 1. */
  public void event(ScoreEvent event, long offset, boolean duplicate, boolean late) {
    send(event, offset, duplicate, late);
    await();
  }

  /** Marks an event with boards on which it does not count. */
  public void outOfRange(ScoreEvent event, long offset, List<String> boards) {
    Instant at = Instant.ofEpochMilli(event.occurredAt());
    var date = at.atOffset(ZoneOffset.UTC);
    write(
        "UPDATE %s.score_events SET out_of_range = ? WHERE game_id = ? AND user_id = ?"
            + " AND month = ? AND slice = ? AND occurred_at = ? AND log_offset = ?",
        boards,
        event.gameId(),
        event.userId(),
        date.getYear() * 100 + date.getMonthValue(),
        (int) (offset / OFFSETS_PER_SLICE),
        at,
        offset);
  }

  /** As {@link #event}, without waiting for it; {@link #await} does. */
  public void send(ScoreEvent event, long offset, boolean duplicate, boolean late) {
    Instant at = Instant.ofEpochMilli(event.occurredAt());
    var date = at.atOffset(ZoneOffset.UTC);
    int month = date.getYear() * 100 + date.getMonthValue();
    int slice = (int) (offset / OFFSETS_PER_SLICE);
    send(
        "INSERT INTO %s.score_months (game_id, user_id, month, slice) VALUES (?, ?, ?, ?)",
        event.gameId(), event.userId(), month, slice);
    List<String> columns =
        new ArrayList<>(
            List.of(
                "game_id",
                "user_id",
                "month",
                "slice",
                "occurred_at",
                "log_offset",
                "log_partition",
                "event_id",
                "score",
                "scale",
                "accepted_at"));
    List<Object> values =
        new ArrayList<>(
            List.of(
                event.gameId(),
                event.userId(),
                month,
                slice,
                at,
                offset,
                1,
                event.eventId(),
                event.score(),
                event.scale(),
                Instant.ofEpochMilli(event.acceptedAt())));
    // What the event lacks is not written.
    add(columns, values, "metrics", event.metrics().isEmpty() ? null : event.metrics());
    add(columns, values, "match_id", event.matchId());
    add(columns, values, "metadata", event.metadata().isEmpty() ? null : event.metadata());
    add(columns, values, "duplicate", duplicate ? true : null);
    add(columns, values, "late", late ? true : null);
    send(
        "INSERT INTO %s.score_events ("
            + String.join(", ", columns)
            + ") VALUES ("
            + String.join(", ", columns.stream().map(column -> "?").toList())
            + ")",
        values.toArray());
  }

  private static void add(
      List<String> columns, List<Object> values, String column, @Nullable Object value) {
    if (value != null) {
      columns.add(column);
      values.add(value);
    }
  }

  /** How far a projection is. */
  public void applied(String projection, int partition, long offset) {
    write(
        "INSERT INTO %s.projection_positions (projection, partition, applied_offset)"
            + " VALUES (?, ?, ?)",
        projection, partition, offset);
  }

  /** Archives a period: pages, ranks, the manifest, the list. */
  public void archive(FinalManifest manifest, List<FinalEntry> entries) {
    pages(manifest.period(), entries);
    ranks(manifest, entries);
    manifest(manifest);
  }

  /** The pages of a period. */
  public void pages(FinalPeriod period, List<FinalEntry> entries) {
    for (int from = 0; from < entries.size(); from += FinalPage.ENTRIES) {
      BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
      for (int i = from; i < Math.min(entries.size(), from + FinalPage.ENTRIES); i++) {
        FinalEntry entry = entries.get(i);
        Long reachedAt = entry.reachedAt();
        List<Object> values =
            new ArrayList<>(
                List.of(
                    period.gameId(),
                    period.boardId(),
                    period.period(),
                    i / FinalPage.ENTRIES,
                    i % FinalPage.ENTRIES,
                    entry.rank(),
                    entry.userId(),
                    entry.score()));
        String more = reachedAt == null ? "" : ", reached_at";
        if (reachedAt != null) {
          values.add(Instant.ofEpochMilli(reachedAt));
        }
        batch.addStatement(
            SimpleStatement.newInstance(
                "INSERT INTO %s.final_standings (game_id, board_id, period, page, ordinal, rank, user_id, score%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?%s)"
                    .formatted(keyspace, more, reachedAt == null ? "" : ", ?"),
                values.toArray()));
      }
      session().execute(batch.build());
    }
  }

  /** How everybody finished. */
  public void ranks(FinalManifest manifest, List<FinalEntry> entries) {
    FinalPeriod period = manifest.period();
    for (FinalEntry entry : entries) {
      send(
          "INSERT INTO %s.final_ranks (game_id, board_id, user_id, period_end, period, rank, score,"
              + " scale, total, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          period.gameId(),
          period.boardId(),
          entry.userId(),
          Instant.ofEpochMilli(manifest.end()),
          period.period(),
          entry.rank(),
          entry.score(),
          manifest.scale(),
          manifest.entries(),
          manifest.rulesVersion());
    }
    await();
  }

  /** What makes an archive visible. */
  public void manifest(FinalManifest manifest) {
    FinalPeriod period = manifest.period();
    FinalRules rules = manifest.facts().rules();
    write(
        "INSERT INTO %s.final_manifests (game_id, board_id, period, period_start, period_end,"
            + " rules, scale, pages, total, digest, written_at, meaning)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        period.gameId(),
        period.boardId(),
        period.period(),
        Instant.ofEpochMilli(manifest.start()),
        Instant.ofEpochMilli(manifest.end()),
        manifest.rulesVersion(),
        manifest.scale(),
        manifest.pages(),
        manifest.entries(),
        manifest.digest(),
        Instant.ofEpochMilli(manifest.writtenAt()),
        rules == null ? Map.of() : rules.texts());
    write(
        "INSERT INTO %s.final_periods (game_id, board_id, period_end, period, period_start, rules,"
            + " total) VALUES (?, ?, ?, ?, ?, ?, ?)",
        period.gameId(),
        period.boardId(),
        Instant.ofEpochMilli(manifest.end()),
        period.period(),
        Instant.ofEpochMilli(manifest.start()),
        manifest.rulesVersion(),
        manifest.entries());
  }

  /** Returns when everything that was sent is written. */
  public void await() {
    underWay.forEach(sent -> sent.toCompletableFuture().join());
    underWay.clear();
  }

  private void send(String cql, Object... values) {
    if (underWay.size() >= MOST_UNDER_WAY) {
      await();
    }
    underWay.add(
        session().executeAsync(SimpleStatement.newInstance(cql.formatted(keyspace), values)));
  }

  private void write(String cql, Object... values) {
    session().execute(SimpleStatement.newInstance(cql.formatted(keyspace), values));
  }

  private void execute(String ddl) {
    session().execute(ddl);
  }

  private synchronized CqlSession session() {
    CqlSession open = session;
    if (open == null) {
      open =
          CqlSession.builder()
              .addContactPoint(address.contactPoint())
              .withLocalDatacenter(address.datacenter())
              .withConfigLoader(
                  DriverConfigLoader.programmaticBuilder()
                      .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                      .withDuration(
                          DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(50))
                      .build())
              .build();
      session = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }
}
