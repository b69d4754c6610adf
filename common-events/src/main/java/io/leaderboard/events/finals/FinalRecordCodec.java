package io.leaderboard.events.finals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.proto.FinalStandingsRecord;
import io.leaderboard.events.score.UndecodableRecordException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of the topics {@code final-standings} and {@code final-manifests} to bytes and back.
 * Thread-safe, without state.
 */
public final class FinalRecordCodec {
  private FinalRecordCodec() {}

  /** The bytes of a page. */
  public static byte[] encode(FinalPage page) {
    var message =
        io.leaderboard.events.proto.FinalPage.newBuilder()
            .setPeriod(message(page.period()))
            .setPage(page.page());
    for (FinalEntry entry : page.entries()) {
      var encoded =
          message
              .addEntriesBuilder()
              .setRank(entry.rank())
              .setUserId(entry.userId())
              .setScore(entry.score());
      Long reachedAt = entry.reachedAt();
      if (reachedAt != null) {
        encoded.setReachedAt(reachedAt);
      }
    }
    return FinalStandingsRecord.newBuilder().setPage(message).build().toByteArray();
  }

  /** The bytes of a manifest. */
  public static byte[] encode(FinalManifest manifest) {
    var message =
        io.leaderboard.events.proto.FinalManifest.newBuilder()
            .setPeriod(message(manifest.period()))
            .setStart(manifest.start())
            .setEnd(manifest.end())
            .setRulesVersion(manifest.rulesVersion())
            .setScale(manifest.scale())
            .setPages(manifest.pages())
            .setEntries(manifest.entries())
            .setDigest(manifest.digest())
            .setWrittenAt(manifest.writtenAt());
    FinalFactsCodec.encode(manifest.facts(), message);
    return FinalStandingsRecord.newBuilder().setManifest(message).build().toByteArray();
  }

  /** The bytes of the word that all manifests are there. */
  public static byte[] encode(ManifestsCopied copied) {
    return FinalStandingsRecord.newBuilder()
        .setCopied(
            io.leaderboard.events.proto.ManifestsCopied.newBuilder().setCopiedAt(copied.copiedAt()))
        .build()
        .toByteArray();
  }

  /**
   * What {@code bytes} hold.
   *
   * @throws UndecodableRecordException when they are null or no record
   */
  public static FinalRecord decode(byte @Nullable [] bytes) throws UndecodableRecordException {
    if (bytes == null) {
      throw new UndecodableRecordException("no value");
    }
    try {
      FinalStandingsRecord record = FinalStandingsRecord.parseFrom(bytes);
      return switch (record.getRecordCase()) {
        case PAGE -> page(record.getPage());
        case MANIFEST -> manifest(record.getManifest());
        case COPIED -> throw new UndecodableRecordException("stands in final-manifests alone");
        case RECORD_NOT_SET ->
            throw new UndecodableRecordException("neither a page nor a manifest");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableRecordException("not a FinalStandingsRecord: " + e.getMessage(), e);
    } catch (InvalidFieldException | DateTimeException e) {
      throw new UndecodableRecordException("not allowed: " + e.getMessage(), e);
    }
  }

  /**
   * What a record of {@code final-manifests} holds; empty when it is {@link ManifestsCopied}.
   *
   * @throws UndecodableRecordException when it is neither that nor a manifest
   */
  public static Optional<FinalManifest> manifest(byte @Nullable [] key, byte @Nullable [] value)
      throws UndecodableRecordException {
    if (Arrays.equals(key, ManifestsCopied.key())) {
      return Optional.empty();
    }
    if (decode(value) instanceof FinalManifest manifest) {
      return Optional.of(manifest);
    }
    throw new UndecodableRecordException("a page among the manifests");
  }

  private static FinalPage page(io.leaderboard.events.proto.FinalPage page) {
    return new FinalPage(
        period(page.getPeriod()),
        page.getPage(),
        page.getEntriesList().stream()
            .map(
                entry ->
                    new FinalEntry(
                        entry.getRank(),
                        entry.getUserId(),
                        entry.getScore(),
                        entry.hasReachedAt() ? entry.getReachedAt() : null))
            .toList());
  }

  private static FinalManifest manifest(io.leaderboard.events.proto.FinalManifest manifest) {
    return new FinalManifest(
        period(manifest.getPeriod()),
        manifest.getStart(),
        manifest.getEnd(),
        manifest.getRulesVersion(),
        manifest.getScale(),
        manifest.getPages(),
        manifest.getEntries(),
        manifest.getDigest(),
        manifest.getWrittenAt(),
        FinalFactsCodec.decode(manifest));
  }

  private static FinalPeriod period(io.leaderboard.events.proto.FinalPeriod period) {
    return new FinalPeriod(period.getGameId(), period.getBoardId(), period.getPeriod());
  }

  private static io.leaderboard.events.proto.FinalPeriod message(FinalPeriod period) {
    return io.leaderboard.events.proto.FinalPeriod.newBuilder()
        .setGameId(period.gameId())
        .setBoardId(period.boardId())
        .setPeriod(period.period())
        .build();
  }
}
