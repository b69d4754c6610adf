package io.leaderboard.cassandra.archive;

import io.leaderboard.cassandra.finals.FinalManifests;
import io.leaderboard.cassandra.finals.FinalPages;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an archive of a period whose pages are in Cassandra: reads them back, and when they are
 * what the manifest says, writes how everybody finished, and then the manifest. Doing it again
 * writes the same. Memory is bounded by {@value #PAGES_AT_ONCE} pages.
 */
final class PeriodArchive {
  private static final int PAGES_AT_ONCE = 64;

  private final Store tables;
  private final FinalManifest manifest;
  private final long offset;

  PeriodArchive(Store tables, PendingManifest pending) {
    this.tables = tables;
    this.manifest = pending.manifest();
    this.offset = pending.offset();
  }

  /**
   * Archives the period if all of it is there.
   *
   * @param meanwhile run again and again, at least once in {@value #PAGES_AT_ONCE} pages: ten
   *     million users take many minutes
   * @return what is missing, empty when it is archived
   */
  Optional<String> archive(Runnable meanwhile) {
    BoardDigest digest = new BoardDigest();
    Optional<String> missing =
        eachPage(
            meanwhile,
            entries ->
                entries.forEach(
                    entry -> digest.add(entry.userId(), entry.score(), entry.reachedAt())));
    if (missing.isPresent()) {
      return missing;
    }
    if (!digest.hex().equals(manifest.digest())) {
      return Optional.of(
          "the pages have the digest %s, the manifest %s"
              .formatted(digest.hex(), manifest.digest()));
    }
    missing = eachPage(meanwhile, this::writeRanks);
    if (missing.isEmpty()) {
      writeManifest();
    }
    return missing;
  }

  private Optional<String> eachPage(Runnable meanwhile, Consumer<List<FinalEntry>> use) {
    for (int first = 0; first < manifest.pages(); first += PAGES_AT_ONCE) {
      int count = Math.min(PAGES_AT_ONCE, manifest.pages() - first);
      List<List<FinalEntry>> pages = read(first, count);
      List<FinalEntry> all = new ArrayList<>(count * FinalPage.ENTRIES);
      for (int i = 0; i < count; i++) {
        long expected =
            Math.min(
                FinalPage.ENTRIES, manifest.entries() - (long) (first + i) * FinalPage.ENTRIES);
        if (pages.get(i).size() != expected) {
          return Optional.of(
              "page %d of %d has %d entries instead of %d"
                  .formatted(first + i, manifest.pages(), pages.get(i).size(), expected));
        }
        all.addAll(pages.get(i));
      }
      use.accept(all);
      meanwhile.run();
    }
    return Optional.empty();
  }

  private List<List<FinalEntry>> read(int first, int count) {
    AtomicReferenceArray<@Nullable List<FinalEntry>> pages = new AtomicReferenceArray<>(count);
    Requests.Round round = tables.requests().round();
    for (int i = 0; i < count; i++) {
      int index = i;
      round.send(
          StatementKind.SELECT_FINAL_PAGE,
          tables.finalPages().select(manifest.period(), first + i),
          rows -> pages.set(index, FinalPages.entries(rows)));
    }
    round.await();
    List<List<FinalEntry>> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<FinalEntry> page = pages.get(i);
      read.add(page == null ? List.of() : page);
    }
    return read;
  }

  private void writeRanks(List<FinalEntry> entries) {
    Requests.Round round = tables.requests().round();
    for (FinalEntry entry : entries) {
      round.send(
          StatementKind.INSERT_FINAL_RANK, tables.finalRanks().insert(manifest, entry, offset));
    }
    round.await();
  }

  private void writeManifest() {
    FinalManifests manifests = tables.finalManifests();
    AtomicReference<@Nullable Instant> before = new AtomicReference<>();
    Requests.Round first = tables.requests().round();
    first.send(
        StatementKind.SELECT_FINAL_MANIFEST,
        manifests.selectEnd(manifest.period()),
        rows -> before.set(FinalManifests.end(rows)));
    first.await();
    Instant endBefore = before.get();
    if (endBefore != null && endBefore.toEpochMilli() != manifest.end()) {
      // Before the manifest, which is what tells of the row to delete.
      Requests.Round deletion = tables.requests().round();
      deletion.send(
          StatementKind.DELETE_FINAL_PERIOD,
          manifests.deletePeriod(manifest.period(), endBefore, offset));
      deletion.await();
    }
    Requests.Round second = tables.requests().round();
    second.send(StatementKind.INSERT_FINAL_MANIFEST, manifests.insertManifest(manifest, offset));
    // Whoever finds the period in the list finds its manifest.
    second.await();
    Requests.Round third = tables.requests().round();
    third.send(StatementKind.INSERT_FINAL_PERIOD, manifests.insertPeriod(manifest, offset));
    third.await();
  }
}
