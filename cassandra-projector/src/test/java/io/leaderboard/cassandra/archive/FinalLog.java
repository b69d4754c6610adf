package io.leaderboard.cassandra.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.projection.TestStore;
import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.topic.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A topic {@code final-standings} in memory, and what must become of it. */
final class FinalLog {
  static final int PARTITIONS = 4;
  static final long DAY = 86_400_000;

  /** A closed period with everybody on it. */
  record Closed(FinalPeriod period, long end, int rules, List<FinalEntry> entries) {
    FinalManifest manifest() {
      BoardDigest digest = new BoardDigest();
      entries.forEach(entry -> digest.add(entry.userId(), entry.score(), entry.reachedAt()));
      int pages = (entries.size() + FinalPage.ENTRIES - 1) / FinalPage.ENTRIES;
      return new FinalManifest(
          period,
          end - DAY,
          end,
          rules,
          2,
          pages,
          entries.size(),
          digest.hex(),
          end + 1,
          new FinalFacts(
              "topic-1",
              end,
              end,
              new FinalRules(
                  2,
                  ZoneId.of("Europe/Berlin"),
                  Closing.MANUAL,
                  Aggregation.BEST,
                  Order.DESC,
                  "score",
                  PeriodKind.DAILY,
                  Ties.EARLIEST)));
    }

    List<FinalPage> pages() {
      List<FinalPage> pages = new ArrayList<>();
      for (int from = 0; from < entries.size(); from += FinalPage.ENTRIES) {
        int to = Math.min(entries.size(), from + FinalPage.ENTRIES);
        pages.add(new FinalPage(period, pages.size(), entries.subList(from, to)));
      }
      return pages;
    }
  }

  final Map<FinalPeriod, Closed> latest = new LinkedHashMap<>();
  final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();

  FinalLog() {
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** A day of the board {@code daily}, by its number. */
  static Closed day(int day, int rules, int users, Random random) {
    long end = (20_000L + day) * DAY;
    FinalPeriod period =
        new FinalPeriod(
            "chess", "daily", Instant.ofEpochMilli(end - DAY).toString().substring(0, 10));
    List<FinalEntry> entries = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      Long reachedAt = random.nextBoolean() ? null : end - random.nextInt(1_000);
      entries.add(new FinalEntry(i + 1L, "user/" + (i + rules), 1_000_000L - i, reachedAt));
    }
    return new Closed(period, end, rules, entries);
  }

  /** As the redis-projector writes it: each record where its key belongs. */
  void append(Closed closed) {
    closed.pages().forEach(page -> append(record(page)));
    append(record(closed.manifest()));
    latest.put(closed.period(), closed);
  }

  void append(ProducerRecord<byte[], byte[]> record) {
    append(Math.floorMod(Arrays.hashCode(record.key()), PARTITIONS), record.value());
  }

  void append(int partition, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
    records.add(
        new ConsumerRecord<>(Topics.FINAL_STANDINGS, partition, records.size(), null, value));
  }

  static ProducerRecord<byte[], byte[]> record(FinalRecord record) {
    return record instanceof FinalPage page
        ? new ProducerRecord<>(
            Topics.FINAL_STANDINGS, page.period().key(page.page()), FinalRecordCodec.encode(page))
        : new ProducerRecord<>(
            Topics.FINAL_STANDINGS,
            record.period().manifestKey(),
            FinalRecordCodec.encode((FinalManifest) record));
  }

  /** Reads as a reader does: manifest, pages, ranks and the list of periods. */
  void assertArchivedIn(TestStore store, String as) {
    for (Closed closed : latest.values()) {
      FinalPeriod period = closed.period();
      FinalManifest manifest = closed.manifest();
      Row row =
          store
              .session()
              .execute(
                  "SELECT * FROM "
                      + store.keyspace()
                      + ".final_manifests"
                      + " WHERE game_id = ? AND board_id = ? AND period = ?",
                  period.gameId(),
                  period.boardId(),
                  period.period())
              .one();
      assertThat(row).as("%s %s", period, as).isNotNull();
      assertThat(Objects.requireNonNull(row).getInt("pages")).isEqualTo(manifest.pages());
      assertThat(row.getLong("total")).isEqualTo(manifest.entries());
      assertThat(row.getString("digest")).isEqualTo(manifest.digest());
      assertThat(row.getInt("rules")).isEqualTo(closed.rules());
      assertThat(row.getInt("scale")).isEqualTo(2);
      Map<String, String> meaning = row.getMap("meaning", String.class, String.class);
      assertThat(FinalRules.ofTexts(Objects.requireNonNull(meaning)))
          .isEqualTo(manifest.facts().rules());
      assertThat(row.getInstant("period_end")).isEqualTo(Instant.ofEpochMilli(closed.end()));
      assertThat(entries(store, manifest)).as("%s %s", period, as).isEqualTo(closed.entries());
      assertThat(ranks(store, closed)).as("%s %s", period, as).hasSize(closed.entries().size());
    }
    List<String> newestFirst =
        latest.values().stream()
            .sorted(Comparator.comparingLong(Closed::end).reversed())
            .map(closed -> closed.period().period())
            .toList();
    assertThat(periods(store)).as(as).isEqualTo(newestFirst);
  }

  static List<String> periods(TestStore store) {
    return store
        .session()
        .execute(
            "SELECT period FROM "
                + store.keyspace()
                + ".final_periods"
                + " WHERE game_id = 'chess' AND board_id = 'daily'")
        .all()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<FinalEntry> entries(TestStore store, FinalManifest manifest) {
    List<FinalEntry> entries = new ArrayList<>();
    for (int page = 0; page < manifest.pages(); page++) {
      FinalPeriod period = manifest.period();
      for (Row row :
          store
              .session()
              .execute(
                  "SELECT rank, user_id, score, reached_at FROM "
                      + store.keyspace()
                      + ".final_standings"
                      + " WHERE game_id = ? AND board_id = ? AND period = ? AND page = ?",
                  period.gameId(),
                  period.boardId(),
                  period.period(),
                  page)) {
        Instant reachedAt = row.getInstant(3);
        entries.add(
            new FinalEntry(
                row.getLong(0),
                Objects.requireNonNull(row.getString(1)),
                row.getLong(2),
                reachedAt == null ? null : reachedAt.toEpochMilli()));
      }
    }
    return entries;
  }

  private static List<Row> ranks(TestStore store, Closed closed) {
    List<Row> ranks = new ArrayList<>();
    for (FinalEntry entry : closed.entries()) {
      for (Row row :
          store
              .session()
              .execute(
                  "SELECT * FROM "
                      + store.keyspace()
                      + ".final_ranks"
                      + " WHERE game_id = 'chess' AND board_id = 'daily' AND user_id = ?"
                      + " AND period_end = ?",
                  entry.userId(),
                  Instant.ofEpochMilli(closed.end()))) {
        assertThat(row.getLong("rank")).isEqualTo(entry.rank());
        assertThat(row.getLong("score")).isEqualTo(entry.score());
        assertThat(row.getLong("total")).isEqualTo(closed.entries().size());
        assertThat(row.getInt("scale")).isEqualTo(2);
        assertThat(row.getInt("rules")).isEqualTo(closed.rules());
        ranks.add(row);
      }
    }
    return ranks;
  }
}
