package io.leaderboard.events.golden;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.finals.ManifestsCopied;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameRecord;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.GameSeen;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.proto.FinalStandingsRecord;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.events.user.UserProfileCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What a golden file holds.
 *
 * @param path the file without its ending
 */
record GoldenRecord(String path, Object record) {
  private static final FinalPeriod PERIOD = new FinalPeriod("football", "cup", "1991.b");

  static final List<GoldenRecord> ALL =
      List.of(
          new GoldenRecord(
              "v1/score-event-full",
              new ScoreEvent(
                  "0c5e7a3e-event 1~",
                  "football",
                  "Zoë/🏆:{1} ",
                  -999_999_999_999_999L,
                  2,
                  Map.of("coins", 12_345L),
                  -2_208_988_800_000L,
                  1_795_262_400_123L,
                  "match-7",
                  Map.of("level", "höhle"))),
          new GoldenRecord(
              "v1/score-event-small",
              new ScoreEvent("1", "g", "u", 0, 0, Map.of(), 0, 0, null, Map.of())),
          new GoldenRecord("v1/periods-closed", new PeriodsClosed("football", 1_767_225_600_000L)),
          new GoldenRecord("v1/log-settings", new LogSettings(8, 200_000, 1_795_262_400_000L)),
          new GoldenRecord("v1/definition-bounds", new DefinitionBounds(10_000, 65_536, true)),
          new GoldenRecord(
              "v1/game-defined",
              new GameDefined(
                  new GameDefinition(
                      "football",
                      "Football ⚽",
                      "Goals since 1916",
                      false,
                      2,
                      ZoneId.of("Europe/Berlin"),
                      Closing.MANUAL,
                      Duration.ofMillis(90_500),
                      new BigDecimal("-0.25"),
                      new BigDecimal("1000000"),
                      List.of(
                          board(
                              "goals",
                              Aggregation.SUM,
                              Order.DESC,
                              PeriodKind.ALL_TIME,
                              Ties.SHARED),
                          board(
                              "fastest",
                              Aggregation.BEST,
                              Order.ASC,
                              PeriodKind.DAILY,
                              Ties.EARLIEST),
                          board(
                              "games",
                              Aggregation.COUNT,
                              Order.DESC,
                              PeriodKind.WEEKLY,
                              Ties.SHARED),
                          board(
                              "form",
                              Aggregation.LAST,
                              Order.ASC,
                              PeriodKind.MONTHLY,
                              Ties.EARLIEST),
                          board(
                              "cup",
                              Aggregation.SUM,
                              Order.DESC,
                              PeriodKind.SEASONS,
                              Ties.SHARED))),
                  3,
                  1_795_262_400_000L)),
          new GoldenRecord(
              "v1/game-seen", new GameSeen(GameDefinition.automatic("chess"), 1_795_262_400_000L)),
          new GoldenRecord(
              "v1/final-page",
              new FinalPage(
                  PERIOD,
                  3,
                  List.of(
                      new FinalEntry(301, "Zoë/🏆", -999_999_999_999_999L, -2_208_988_800_000L),
                      new FinalEntry(301, "u", 0, null)))),
          new GoldenRecord(
              "v1/final-manifest",
              new FinalManifest(
                  PERIOD,
                  662_688_000_000L,
                  694_224_000_000L,
                  4,
                  2,
                  4,
                  302,
                  "00112233445566778899aabbccddeeff",
                  1_795_262_400_000L,
                  FinalFacts.UNKNOWN)),
          new GoldenRecord(
              "v1/final-manifest-facts",
              new FinalManifest(
                  PERIOD,
                  662_688_000_000L,
                  694_224_000_000L,
                  4,
                  2,
                  4,
                  302,
                  "00112233445566778899aabbccddeeff",
                  1_795_262_400_000L,
                  new FinalFacts(
                      "mZ1nQ0b4Q0m0a1b2c3d4eQ",
                      -1,
                      662_687_999_999L,
                      new FinalRules(
                          2,
                          ZoneId.of("Europe/Berlin"),
                          Closing.MANUAL,
                          Aggregation.LAST,
                          Order.ASC,
                          "coins",
                          PeriodKind.SEASONS,
                          Ties.EARLIEST)))),
          new GoldenRecord("v1/manifests-copied", new ManifestsCopied(1_795_262_400_000L)),
          new GoldenRecord(
              "v1/user-profile",
              new UserProfile("<b>Zoë</b> 🏆", "https://example.org/a.png?x=1", "DE")));

  /** What the product's codec of such a record reads out of {@code bytes}. */
  Object decode(byte[] bytes) throws Exception {
    if (record instanceof ScoreRecord) {
      return ScoreRecordCodec.decode(bytes);
    }
    if (record instanceof FinalRecord) {
      return FinalRecordCodec.decode(bytes);
    }
    if (record instanceof ManifestsCopied) {
      // Nobody needs more of it than that it is there.
      var copied = FinalStandingsRecord.parseFrom(bytes).getCopied();
      return new ManifestsCopied(copied.getCopiedAt());
    }
    return record instanceof UserProfile
        ? UserProfileCodec.decode(bytes)
        : GameRecordCodec.decode(bytes);
  }

  /** The message as protobuf prints it. */
  String text(byte[] bytes) throws InvalidProtocolBufferException {
    return TextFormat.printer().printToString(message(bytes));
  }

  private Message message(byte[] bytes) throws InvalidProtocolBufferException {
    if (record instanceof ScoreRecord) {
      return io.leaderboard.events.proto.ScoreRecord.parseFrom(bytes);
    }
    if (record instanceof FinalRecord || record instanceof ManifestsCopied) {
      return FinalStandingsRecord.parseFrom(bytes);
    }
    return record instanceof UserProfile
        ? io.leaderboard.events.proto.UserProfile.parseFrom(bytes)
        : io.leaderboard.events.proto.GameRecord.parseFrom(bytes);
  }

  @Override
  public String toString() {
    return path;
  }

  byte[] encoded() {
    if (record instanceof ScoreEvent event) {
      return ScoreRecordCodec.encode(event);
    }
    if (record instanceof PeriodsClosed closed) {
      return ScoreRecordCodec.encode(closed);
    }
    if (record instanceof FinalPage page) {
      return FinalRecordCodec.encode(page);
    }
    if (record instanceof FinalManifest manifest) {
      return FinalRecordCodec.encode(manifest);
    }
    if (record instanceof ManifestsCopied copied) {
      return FinalRecordCodec.encode(copied);
    }
    if (record instanceof UserProfile profile) {
      return UserProfileCodec.encode(profile);
    }
    return GameRecordCodec.encode((GameRecord) record);
  }

  private static BoardDefinition board(
      String id, Aggregation aggregation, Order order, PeriodKind period, Ties ties) {
    List<Season> seasons =
        period == PeriodKind.SEASONS
            ? List.of(
                new Season("1990", -1_000, 1_000), new Season("1991.b", 1_000, 694_224_000_000L))
            : List.of();
    return new BoardDefinition(
        id, aggregation, order, id.equals("form") ? "coins" : "score", period, seasons, ties, 5, 3);
  }
}
