package io.leaderboard.cli.rebuild;

import static io.leaderboard.cli.rebuild.ProjectorStub.filling;
import static io.leaderboard.cli.rebuild.ProjectorStub.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
  private static final String OLD = "7f3";
  private static final String NEW = "7f4";
  private static final String SWITCHED = "{'id':'7f4','switched':true,'reason':null}";
  private static final String BEGUN = "{'id':'7f4'}";
  private static final Rebuild.Followed ALL = new Rebuild.Followed(NEW, null);
  private static final String RUNNING = "{'reason':'a rebuild is running'}";

  private ProjectorStub projector;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void startProjector() throws IOException {
    projector = new ProjectorStub();
  }

  @AfterEach
  void stopProjector() {
    projector.close();
  }

  @Test
  void itFollowsTheGenerationThatItBeganUntilThatOneIsLive() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(200, filling(OLD, NEW, 10))
        .toGet(200, filling(OLD, NEW, 90))
        .toGet(200, live(NEW));
    Rebuild rebuild = rebuild(null);

    Rebuild.Followed begun = rebuild.begin();

    assertThat(begun).isEqualTo(ALL);
    assertThat(rebuild.follow(begun)).isTrue();
    assertThat(projector.posted).containsExactly("{}");
    assertThat(projector.reportsAsked()).isEqualTo(3);
  }

  @Test
  void oneGameIsFilledWithinTheLiveGenerationWhichStaysLive() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(200, filling(OLD, NEW, "['chess']", 1, 10))
        .toGet(200, live(OLD, SWITCHED));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isTrue();
    assertThat(projector.posted).containsExactly("{\"gameId\":\"chess\"}");
    assertThat(said()).contains("filling game chess (7f4)");
  }

  @Test
  void gamesThatAreGivenUpBecauseRedisIsFullAreNotLive() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(200, filling(OLD, NEW, "['chess']", 1, 10))
        .toGet(200, live(OLD, "{'id':'7f4','switched':false,'reason':'Redis is full'}"));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isFalse();
    assertThat(said()).contains("game chess (7f4) was given up: Redis is full");
  }

  @Test
  void gamesOfWhichNobodyKnowsWhatBecameAreNotTakenForSwitched() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(200, filling(OLD, NEW, "['chess']", 1, 10))
        .toGet(200, live(OLD, "{'id':'7f5','switched':true,'reason':null}"));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isFalse();
    assertThat(said()).contains("game chess (7f4) is neither");
  }

  @Test
  void aGenerationThatTakesThePlaceOfTheOneThatGamesAreFilledInIsSaid() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(200, filling(OLD, NEW, "['chess']", 1, 10))
        .toGet(200, live("7f9"));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isFalse();
    assertThat(said()).contains("game chess (7f4) is neither").contains("live is 7f9");
  }

  @Test
  void noRoomInRedisIsSaid() {
    projector.toPost(422, "{'reason':'Redis has no room for it: 3 MB are free'}");

    assertThatThrownBy(() -> rebuild("chess").begin())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("refused: Redis has no room for it: 3 MB are free");
  }

  @Test
  void aRestoreFromStandingsSaysWhatItWaitsFor() throws Exception {
    projector
        .toPost(202, BEGUN)
        .toGet(
            200,
            filling(OLD, NEW, 10)
                .replace("'from':'log','waiting':null", "'waiting':'Cassandra is \\naway'"))
        .toGet(200, live(NEW));
    Rebuild rebuild =
        new Rebuild(new RebuildApi(projector.url()), null, "standings", pace(), out(), false);

    assertThat(rebuild.follow(rebuild.begin())).isTrue();
    assertThat(projector.posted).containsExactly("{\"from\":\"standings\"}");
    assertThat(said()).contains("it waits: Cassandra is away");
  }

  @Test
  void theLogSaidByNameTakesThePlaceOfARestore() throws Exception {
    projector.toPost(202, BEGUN);

    new Rebuild(new RebuildApi(projector.url()), null, "log", pace(), out(), false).begin();
    assertThat(projector.posted).containsExactly("{\"from\":\"log\"}");
  }

  @Test
  void aRebuildThatRunsAlreadyIsFollowedAndThatIsSaid() throws Exception {
    projector.toPost(409, RUNNING).toGet(200, filling(OLD, NEW, 10)).toGet(200, live(NEW));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isTrue();
    assertThat(said())
        .contains("a rebuild of all games is running already: following generation 7f4");
  }

  @Test
  void whoWantsAllGamesAndFindsARebuildOfOneIsToldToAskAgain() throws Exception {
    projector.toPost(409, RUNNING).toGet(200, filling(OLD, NEW, "['chess']", 1, 10));

    assertThat(rebuild(null).begin().id()).isEqualTo(NEW);
    assertThat(said()).contains("a rebuild of game chess is running").contains("run the same");
  }

  @Test
  void whoWantsAGameThatIsNotAmongThoseThatAreFilledIsToldToAskAgain() throws Exception {
    projector
        .toPost(409, RUNNING)
        .toGet(200, filling(OLD, NEW, "['a','b','c','d']", 25, 10))
        .toGet(200, live(OLD, SWITCHED));
    Rebuild rebuild = rebuild("chess");

    assertThat(rebuild.follow(rebuild.begin())).isTrue();
    assertThat(said())
        .contains("a rebuild of games a, b, c and 22 more is running")
        .contains("run the same");
  }

  @Test
  void aRebuildThatEndsBeforeItIsFoundMakesItBeginItsOwn() throws Exception {
    projector.toPost(409, RUNNING).toPost(202, BEGUN).toGet(200, live(OLD));

    assertThat(rebuild(null).begin().id()).isEqualTo(NEW);
    assertThat(projector.posted).hasSize(2);
  }

  @Test
  void aProjectorThatIsNotUpIsOneLine() {
    projector.close();

    assertThatThrownBy(() -> rebuild(null).begin())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("does not answer at http://127.0.0.1")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsRefusedIsSaidAndAPortThatIsNotTheProjectorsToo() {
    projector.toPost(404, "{'reason':'no game has the id \\nchess'}").toPost(404, "{'status':404}");

    assertThatThrownBy(() -> rebuild("chess").begin())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no game has the id");
    assertThatThrownBy(() -> rebuild("chess").begin())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is it the management port of the redis-projector?");
  }

  @Test
  void aProjectorThatRestartsIsWaitedFor() throws Exception {
    projector
        .toGet(200, filling(OLD, NEW, 10))
        .toGet(0, "")
        .toGet(503, "{'reason':'the log is not open yet'}")
        .toGet(200, filling(OLD, NEW, 20))
        .toGet(200, live(NEW));

    assertThat(rebuild(null).follow(ALL)).isTrue();
    assertThat(projector.reportsAsked()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void aServiceThatStaysAwayIsGivenUpAndTheRebuildIsSaidToGoOn() throws Exception {
    projector.toGet(500, "{}");
    Rebuild impatient =
        new Rebuild(
            new RebuildApi(projector.url()),
            null,
            null,
            new Rebuild.Pace(Duration.ofMillis(5), Duration.ofMillis(50)),
            out(),
            false);

    assertThat(impatient.follow(ALL)).isFalse();
    assertThat(said()).contains("goes on by itself");
  }

  @Test
  void aGenerationThatIsGivenUpIsNotLive() throws Exception {
    projector.toGet(200, filling(OLD, NEW, 10)).toGet(200, live("7f9"));

    assertThat(rebuild(null).follow(ALL)).isFalse();
    assertThat(said()).contains("generation 7f4 is neither").contains("live is 7f9");
  }

  @Test
  void digestsAreAskedForUntilThePositionsStandStill() throws Exception {
    projector
        .toGet(409, "{'reason':'the positions keep moving; ask again'}")
        .toGet(200, "{'proof':{'positions':{'0':7},'boards':[{'digest':'abc'}]}}");

    var proof = rebuild("chess").proof();

    assertThat(proof.path("boards").get(0).path("digest").asString()).isEqualTo("abc");
    assertThat(projector.asked).containsOnly("digests=chess");
  }

  @Test
  void aTerminalGetsABar() throws Exception {
    projector.toGet(200, filling(OLD, NEW, 50)).toGet(200, live(NEW));
    Rebuild rebuild = new Rebuild(new RebuildApi(projector.url()), null, null, pace(), out(), true);

    assertThat(rebuild.follow(ALL)).isTrue();
    assertThat(said()).contains("all games").contains("100 records");
  }

  private Rebuild rebuild(@Nullable String game) {
    URI url = projector.url();
    return new Rebuild(new RebuildApi(url), game, null, pace(), out(), false);
  }

  private static Rebuild.Pace pace() {
    return new Rebuild.Pace(Duration.ofMillis(5), Duration.ofSeconds(20));
  }

  private PrintStream out() {
    return new PrintStream(told, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
