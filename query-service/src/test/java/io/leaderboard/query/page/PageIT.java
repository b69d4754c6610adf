package io.leaderboard.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.Api;
import io.leaderboard.query.BoardWriter;
import io.leaderboard.query.CassandraTables;
import io.leaderboard.query.Stack;
import io.leaderboard.query.TestGames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on a real service. */
@SuppressWarnings(
    "NullAway.Init") // No test runs where there is no browser, and nothing is started.
class PageIT {
  private static final int PHONE = 360;
  private static final int DESKTOP = 1_280;
  private static final double SOON_MILLIS = 2_000;
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

  private static Browsers browsers;
  private static Stack stack;
  private static BoardWriter boards;

  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  @BeforeAll
  static void start() {
    Optional<Browsers> started = Browsers.start();
    if (started.isPresent()) {
      browsers = started.get();
      stack = new Stack();
      boards = stack.boards("g1", 1).live();
    }
  }

  @BeforeEach
  void aBrowserIsThere() {
    Browsers.require();
  }

  @AfterAll
  static void end() {
    if (stack != null) {
      stack.close();
    }
    if (browsers != null) {
      browsers.close();
    }
  }

  @AfterEach
  void nothingBrokeThePolicyOrFailed() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).isEmpty();
  }

  /** A game of one board with so many players: {@code p1} leads with 1,000 points. */
  private static void define(String game, int players) {
    stack.define(TestGames.game(game, 0, TestGames.allTime("all-time", Order.DESC)));
    for (int i = 1; i <= players; i++) {
      boards.put(game, "all-time", "p" + i, i - 1_001);
    }
  }

  private Page open(String fragment) {
    return open(fragment, DESKTOP, ColorScheme.LIGHT, false);
  }

  /**
   * A page in a browser of its own.
   *
   * @param isTested lets the accessibility checker put its scripts into the page
   */
  private Page open(String fragment, int width, ColorScheme scheme, boolean isTested) {
    BrowserContext context =
        browsers
            .browser()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(width, 800)
                    .setColorScheme(scheme)
                    .setBypassCSP(isTested));
    contexts.add(context);
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.onDialog(
        dialog -> {
          complaints.add("a dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate("http://127.0.0.1:" + stack.api().port() + "/" + fragment);
    return page;
  }

  private static Locator rows(Page page) {
    return page.locator("#standings tbody tr");
  }

  private static Locator row(Page page, String player) {
    return rows(page).filter(new Locator.FilterOptions().setHasText(player));
  }

  @Test
  void aScoreIsSeenWithinTwoSecondsWithWhoMoved() {
    define("live", 3);
    Page page = open("#game=live&board=all-time");
    assertThat(rows(page)).hasCount(3);
    assertThat(page.locator("#liveness")).hasText("Live");
    boards.put("live", "all-time", "p3", -5_000);
    ContainsTextOptions soon = new ContainsTextOptions().setTimeout(SOON_MILLIS);
    assertThat(rows(page).first()).containsText("p3", soon);
    assertThat(row(page, "p3").locator(".move")).containsText("up 2");
    assertThat(row(page, "p1").locator(".move")).containsText("down 1");
    boards.put("live", "all-time", "p4", -1);
    assertThat(rows(page).nth(3)).containsText("p4", soon);
    assertThat(row(page, "p4").locator(".move")).containsText("new");
    assertThat(row(page, "p4").locator(".score")).hasText("1");
    assertThat(page.locator("#board-facts")).containsText("4 players");
  }

  @Test
  void whereTheStreamIsRefusedThePageAsksEverySecond() {
    define("polled", 1);
    Page page = open("");
    page.route(
        Pattern.compile(".*/stream.*"),
        route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    page.navigate(page.url().replaceAll("#.*", "") + "?again#game=polled&board=all-time");
    assertThat(page.locator("#liveness")).hasText("Live, every second");
    boards.put("polled", "all-time", "p2", -5_000);
    assertThat(rows(page).first())
        .containsText("p2", new ContainsTextOptions().setTimeout(2 * SOON_MILLIS));
  }

  @Test
  void aPlayerIsFoundByIdAndTheAddressShowsTheSameAgain() {
    define("search", 25);
    Page page = open("#game=search&board=all-time");
    assertThat(rows(page)).hasCount(10);
    page.getByLabel("Player id").fill("p20");
    page.keyboard().press("Enter");
    Locator result = page.locator("#player-result");
    assertThat(result.locator("#player-name")).hasText("p20");
    assertThat(result.locator(".figures")).containsText("20 of 25");
    assertThat(result.locator(".figures")).containsText("981");
    assertThat(result.locator(".figures")).containsText("24 %");
    assertThat(page.locator("#neighbours tbody tr")).hasCount(7);
    assertThat(page.locator("#neighbours tr[data-selected]")).containsText("p20");
    assertThat(page).hasURL(Pattern.compile(".*player=p20.*"));
    Page other = open(page.url().substring(page.url().indexOf('#')));
    assertThat(other.locator("#player-result .figures")).containsText("20 of 25");
    page.getByLabel("Player id").fill("nobody");
    page.keyboard().press("Enter");
    assertThat(result).containsText("“nobody” is not on this board");
  }

  @Test
  void whatAPlayerIsCalledIsTextAndNothingElse() {
    define("hostile", 2);
    boards.put("hostile", "all-time", HOSTILE, -9_000);
    Page page = open("#game=hostile&board=all-time&player=" + Api.encoded(HOSTILE));
    assertThat(rows(page).first().locator(".name")).hasText(HOSTILE);
    assertThat(page.locator("#player-name")).hasText(HOSTILE);
    stack.profile("p1", new UserProfile("<b>" + HOSTILE, "", "GB"));
    assertThat(row(page, "p1").locator(".name")).hasText("<b>" + HOSTILE);
    assertThat(row(page, "p1").locator(".id")).hasText("p1 · GB");
    assertThat(page.locator("#board-view :is(img, b)")).hasCount(0);
    assertThat(page.title()).isEqualTo("hostile: All time · Leaderboard");
  }

  @Test
  void periodsThatAreOverAreListedAndShowTheirFinalStandings() {
    BoardDefinition daily = BoardDefinition.withDefaults("daily", PeriodKind.DAILY);
    stack.define(TestGames.game("archives", 0, daily));
    boards.put("archives", daily, "2026-01-01", "ann", 30, 0);
    boards.put("archives", daily, "2026-01-01", "bob", 20, 0);
    boards.put("archives", daily, "2026-01-02", "cid", 10, 0);
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.closed("archives", partition, Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    }
    Page page = open("#game=archives&board=daily");
    assertThat(page.locator("#standings")).containsText("Nobody is on this board yet");
    assertThat(page.locator("#archives li")).hasCount(2);
    assertThat(page.locator("#archives li").first()).containsText("2026-01-02");
    page.locator("#archives a").nth(1).click();
    assertThat(rows(page)).hasCount(2);
    assertThat(rows(page).first()).containsText("ann");
    assertThat(page.locator("#liveness")).hasText("Final");
    assertThat(page.locator("#period")).hasValue("2026-01-01");
    assertThat(page).hasURL(Pattern.compile(".*period=2026-01-01.*"));
  }

  @Test
  void whileTheBoardsAreFilledThePageSaysSoAndGoesOnByItself() {
    define("filled", 1);
    boards.building();
    Page page = open("#game=filled");
    Page status = open("#view=status");
    try {
      assertThat(page.locator("#standings")).containsText("The boards are being filled");
      assertThat(status.locator("#status-badge")).containsText("Rebuilding");
      assertThat(status.locator("progress")).isVisible();
    } finally {
      boards.redis().del("lb:generation");
      boards.live();
    }
    assertThat(rows(page)).hasCount(1);
    assertThat(status.locator("progress")).hasCount(0);
    assertThat(status.locator("#status-facts")).hasText("Generation g1");
  }

  @Test
  void aPhoneShowsEverythingWithoutScrollingSideways() {
    define("phone", 12);
    boards.put("phone", "all-time", "a-name-without-any-space-".repeat(5), -999_999_999_999_999L);
    for (String view : List.of("#game=phone&board=all-time&player=p2", "#view=status")) {
      Page page = open(view, PHONE, ColorScheme.LIGHT, false);
      assertThat(page.locator("main table").first()).isVisible();
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).as(view).isEqualTo(0);
    }
  }

  @Test
  void whoPrefersDarkGetsDark() {
    define("dark", 1);
    assertThat(lightness(open("#game=dark", DESKTOP, ColorScheme.LIGHT, false))).isGreaterThan(200);
    assertThat(lightness(open("#game=dark", DESKTOP, ColorScheme.DARK, false))).isLessThan(60);
  }

  /** Of the background, 0 to 255. */
  private static int lightness(Page page) {
    assertThat(rows(page).first()).isVisible();
    Object red =
        page.evaluate(
            "Number(getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0])");
    return ((Number) red).intValue();
  }

  @Test
  void theKeyboardAloneFindsAPlayerAndKeepsItsPlace() {
    define("keys", 4);
    Page page = open("#game=keys&board=all-time");
    assertThat(rows(page)).hasCount(4);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    Locator name = row(page, "p4").locator(".name");
    for (int i = 0; i < 20 && !(Boolean) name.evaluate("e => e === document.activeElement"); i++) {
      page.keyboard().press("Tab");
    }
    assertThat(name).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#player-name")).hasText("p4");
    boards.put("keys", "all-time", "p4", -7_000);
    assertThat(rows(page).first()).containsText("p4");
    assertThat(name).isFocused();
  }

  @Test
  void whatIsMissingIsSaid() {
    define("void", 0);
    assertThat(open("#game=void").locator("#standings"))
        .containsText("Nobody is on this board yet");
    assertThat(open("#game=void&board=nope").locator("#standings"))
        .containsText("The game has no board “nope”");
    assertThat(open("#game=no-such-game").locator("#standings"))
        .containsText("There is no game “no-such-game”");
  }

  @Test
  void aHistoryIsDrawnAndReadAloud() {
    define("history", 1);
    event("history", "p1", 0, 10, "2026-11-01T10:00:00Z", false, true);
    event("history", "p1", 1, 20, "2026-11-02T10:00:00Z", true, false);
    event("history", "p1", 2, 30, "2026-11-03T10:00:00Z", false, false);
    Page page = open("#game=history&board=all-time");
    assertThat(rows(page)).hasCount(1);
    row(page, "p1").locator(".name").click();
    Locator history = page.locator("#player-history");
    assertThat(history.locator("canvas")).hasAttribute("role", "img");
    // Asked from here again and again: polling within the page needs eval, which the policy
    // forbids.
    await()
        .pollInSameThread()
        .until(
            () ->
                page.evaluate(
                    "() => Boolean(globalThis.Chart) && Object.keys(Chart.instances).length === 1"),
            Boolean.TRUE::equals);
    assertThat(history.locator("tbody tr")).hasCount(2);
    assertThat(history.locator("tbody tr").nth(1)).containsText("late");
  }

  private static void event(
      String game,
      String user,
      long offset,
      long score,
      String occurredAt,
      boolean duplicate,
      boolean late) {
    long at = Instant.parse(occurredAt).toEpochMilli();
    CassandraTables.shared()
        .event(
            new ScoreEvent("e" + offset, game, user, score, 0, Map.of(), at, at, null, Map.of()),
            offset,
            duplicate,
            late);
  }

  @Test
  void anArchivedPeriodIsShownWithItsPlayersAndHowTheyFinished() {
    BoardDefinition daily = BoardDefinition.withDefaults("daily", PeriodKind.DAILY);
    stack.define(TestGames.game("kept", 0, daily));
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.closed("kept", partition, Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    }
    boards.put("kept", daily, "2026-01-02", "cid", 10, 0);
    long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    List<FinalEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      entries.add(new FinalEntry(i, "p" + i, 100 - i, null));
    }
    CassandraTables.shared()
        .archive(
            new FinalManifest(
                new FinalPeriod("kept", "daily", "2026-01-01"),
                start,
                start + 86_400_000,
                1,
                0,
                1,
                12,
                "digest",
                start),
            entries);
    event("kept", "p7", 0, 93, "2026-01-01T10:00:00Z", false, false);
    Page page = open("#game=kept&board=daily");
    assertThat(page.locator("#archives li")).hasCount(2);
    assertThat(page.locator("#archives li").nth(1)).containsText("12 players");
    page.locator("#archives a").nth(1).click();
    assertThat(rows(page)).hasCount(10);
    assertThat(page.locator("#liveness")).hasText("Final");
    assertThat(page.locator("#board-facts")).containsText("archived");
    row(page, "p7").locator(".name").click();
    assertThat(page.locator("#player-result .figures")).containsText("7 of 12");
    assertThat(page.locator("#neighbours tbody tr")).hasCount(7);
    Locator history = page.locator("#player-history");
    assertThat(history.locator("tbody tr")).hasCount(1);
    assertThat(history.locator(".periods li")).containsText("Daily 2026-01-01");
    assertThat(history.locator(".periods li")).containsText("7 of 12");
    Page other = open(page.url().substring(page.url().indexOf('#')));
    assertThat(other.locator("#player-result .figures")).containsText("7 of 12");
  }

  @Test
  void aHistoryThatCannotBeReadNowIsSaidAndAskedForAgain() {
    define("unread", 1);
    event("unread", "p1", 0, 10, "2026-11-01T10:00:00Z", false, false);
    Page page = open("#game=unread&board=all-time");
    assertThat(rows(page)).hasCount(1);
    // What the service says while Cassandra is away.
    Pattern both = Pattern.compile(".*/users/p1/(history|finishes).*");
    page.route(
        both,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/problem+json")
                    .setBody(
                        "{\"type\":\"urn:leaderboard:problem:unavailable\",\"status\":503,"
                            + "\"detail\":\"Cassandra is not reachable\"}")));
    row(page, "p1").locator(".name").click();
    Locator history = page.locator("#player-history");
    assertThat(history.locator("[role=alert]")).containsText("Cassandra is not reachable.");
    assertThat(page.locator("#player-name")).hasText("p1");
    page.unroute(both);
    history.getByText("Try again").click();
    assertThat(history.locator("tbody tr")).hasCount(1);
  }

  @Test
  void theMainViewsAreUsableForEveryone() {
    define("axe", 12);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(DESKTOP, PHONE)) {
        Page page = open("#game=axe&board=all-time&player=p2", width, scheme, true);
        assertThat(rows(page)).hasCount(10);
        assertThat(page.locator("#player-name")).hasText("p2");
        assertNothingSerious(page);
      }
      Page page = open("#view=status", DESKTOP, scheme, true);
      assertThat(page.locator("[aria-labelledby=projector-redis-projector] tbody tr"))
          .hasCount(Stack.PARTITIONS);
      assertNothingSerious(page);
      Page empty = open("#game=no-such-game", DESKTOP, scheme, true);
      assertThat(empty.locator("#standings [role=alert]")).isVisible();
      assertNothingSerious(empty);
    }
  }

  private static void assertNothingSerious(Page page) {
    List<String> serious =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes())
                .toList();
    assertThat(serious).as(page.url()).isEmpty();
  }

  @Test
  void aFileThatIsNotOfThePageIsAProblem() {
    assertThat(stack.api().get("/page/x/application.yaml").problem()).isEqualTo("not-found");
    assertThat(stack.api().get("/page/x").problem()).isEqualTo("not-found");
    assertThat(stack.api().get("/page/x/%2e%2e/application.yaml").status()).isEqualTo(404);
    assertThat(stack.api().send("POST", "/").status()).isEqualTo(405);
  }
}
