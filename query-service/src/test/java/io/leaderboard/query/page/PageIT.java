package io.leaderboard.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.leaderboard.query.page.OpenPages.DESKTOP;
import static io.leaderboard.query.page.OpenPages.PHONE;
import static io.leaderboard.query.page.OpenPages.assertNothingSerious;
import static io.leaderboard.query.page.OpenPages.row;
import static io.leaderboard.query.page.OpenPages.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.Api;
import io.leaderboard.query.BoardWriter;
import io.leaderboard.query.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on a real service. */
@SuppressWarnings(
    "NullAway.Init") // No test runs where there is no browser, and nothing is started.
class PageIT {
  private static final double SOON_MILLIS = 2_000;
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

  private static Browsers browsers;
  private static Stack stack;
  private static BoardWriter boards;

  private final OpenPages pages = new OpenPages(browsers, stack, boards);

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
    pages.close();
  }

  @Test
  void aScoreIsSeenWithinTwoSecondsWithWhoMoved() {
    pages.define("live", 3);
    Page page = pages.open("#game=live&board=all-time");
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
    pages.define("polled", 1);
    Page page = pages.open("");
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
  void whatIsBehindTheLogIsSaidBesideTheLiveTableAndInTheStatusWithRates() {
    pages.define("behind", 2);
    List<Position> written = new ArrayList<>(write(1));
    try {
      Page status = pages.open("#view=status");
      Locator figures = status.locator("[aria-labelledby=projector-redis-projector] .figures");
      assertThat(figures).containsText(Pattern.compile("Behind[0-9.]+ s"));
      written.addAll(write(40));
      assertThat(figures).containsText(Pattern.compile("Records to apply41Written[1-9][0-9]*/s"));
      Page page = pages.open("#game=behind&board=all-time");
      assertThat(page.locator("#liveness")).hasText("Live");
      assertThat(page.locator("#board-facts"))
          .containsText(Pattern.compile("2 players · [0-9.]+ s behind"));
      apply(written);
      assertThat(figures).containsText(Pattern.compile("Records to apply0.*Applied[1-9][0-9]*/s"));
    } finally {
      apply(written);
    }
  }

  private static List<Position> write(int events) {
    return IntStream.range(0, events)
        .mapToObj(
            i ->
                stack.write(
                    new ScoreEvent(
                        "e" + i, "behind", "u" + i, 7, 0, Map.of(), 0, 0, null, Map.of())))
        .toList();
  }

  private static void apply(List<Position> written) {
    written.forEach(each -> boards.applied(each.partition(), stack.end(each.partition()) - 1));
  }

  @Test
  void whatIsAwaitedAndWhatCannotBeReadIsSaidAndAskedForAgain() {
    pages.define("slowly", 1);
    Page page = pages.open("#view=status");
    Pattern games = Pattern.compile(".*/v1/games\\?.*");
    List<Route> held = new ArrayList<>();
    page.route(games, held::add);
    page.navigate(page.url().replaceAll("#.*", "") + "?slow#game=slowly&board=all-time");
    assertThat(page.locator("#standings [aria-busy=true]")).containsText("Loading");
    page.waitForCondition(() -> !held.isEmpty());
    held.get(0).fulfill(answer(503, "{\"detail\":\"the log is not open\"}"));
    assertThat(page.locator("#standings [role=alert]")).containsText("The log is not open.");
    page.unroute(games);
    assertThat(rows(page)).hasCount(1);

    Pattern board = Pattern.compile(".*/boards/.*");
    page.route(board, route -> route.fulfill(answer(503, "{\"detail\":\"Redis is away\"}")));
    page.navigate(page.url().replace("?slow", "?refused"));
    assertThat(page.locator("#standings [role=alert]")).containsText("Redis is away.");
    page.unroute(board);
    assertThat(rows(page)).hasCount(1);

    page.route(games, route -> route.fulfill(answer(200, "{\"items\":[]}")));
    page.navigate(page.url().replaceAll("[?].*", "?nothing"));
    assertThat(page.locator("#standings")).containsText("No game yet");
  }

  private static Route.FulfillOptions answer(int status, String json) {
    return new Route.FulfillOptions()
        .setStatus(status)
        .setContentType("application/json")
        .setBody(json);
  }

  @Test
  void aPlayerIsFoundByIdAndTheAddressShowsTheSameAgain() {
    pages.define("search", 25);
    Page page = pages.open("#game=search&board=all-time");
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
    Page other = pages.open(page.url().substring(page.url().indexOf('#')));
    assertThat(other.locator("#player-result .figures")).containsText("20 of 25");
    page.getByLabel("Player id").fill("nobody");
    page.keyboard().press("Enter");
    assertThat(result).containsText("“nobody” is not on this board");
  }

  @Test
  void aPlayerWhoIsBelowTheTableIsKeptFreshThoughNothingInItChanges() {
    pages.define("below", 25);
    Page page = pages.open("#game=below&board=all-time&player=p20");
    page.clock().install();
    page.reload();
    Locator figures = page.locator("#player-result .figures");
    assertThat(figures).containsText("20 of 25");
    assertThat(rows(page)).hasCount(10);
    // Whatever waits because the table has just been filled.
    page.clock().fastForward(5_000);
    boards.put("below", "all-time", "p20", -986);
    page.clock().fastForward(10_000);
    assertThat(figures)
        .containsText("15 of 25", new ContainsTextOptions().setTimeout(10 * SOON_MILLIS));
  }

  @Test
  void whatAPlayerIsCalledIsTextAndNothingElse() {
    pages.define("hostile", 1);
    // Profiles are those of all games: nobody else is called this.
    boards.put("hostile", "all-time", "renamed", -1);
    boards.put("hostile", "all-time", HOSTILE, -9_000);
    Page page = pages.open("#game=hostile&board=all-time&player=" + Api.encoded(HOSTILE));
    assertThat(rows(page).first().locator(".name")).hasText(HOSTILE);
    assertThat(page.locator("#player-name")).hasText(HOSTILE);
    stack.profile("renamed", new UserProfile("<b>" + HOSTILE, "", "GB"));
    assertThat(row(page, "renamed").locator(".name")).hasText("<b>" + HOSTILE);
    assertThat(row(page, "renamed").locator(".id")).hasText("renamed · GB");
    assertThat(row(page, "renamed").locator(".id bdi")).hasText("renamed");
    assertThat(page.locator("#board-view :is(img, b)")).hasCount(0);
    assertThat(page.title()).isEqualTo("hostile: All time · Leaderboard");
  }

  @Test
  void whileTheBoardsAreFilledThePageSaysSoAndGoesOnByItself() {
    pages.define("filled", 1);
    boards.building();
    Page page = pages.open("#game=filled");
    Page status = pages.open("#view=status");
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
    pages.define("phone", 12);
    boards.put("phone", "all-time", "a-name-without-any-space-".repeat(5), -999_999_999_999_999L);
    for (String view : List.of("#game=phone&board=all-time&player=p2", "#view=status")) {
      Page page = pages.open(view, PHONE, ColorScheme.LIGHT, false);
      assertThat(page.locator("main table").first()).isVisible();
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).as(view).isEqualTo(0);
    }
  }

  @Test
  void whoPrefersDarkGetsDark() {
    pages.define("dark", 1);
    assertThat(lightness(pages.open("#game=dark", DESKTOP, ColorScheme.LIGHT, false)))
        .isGreaterThan(200);
    assertThat(lightness(pages.open("#game=dark", DESKTOP, ColorScheme.DARK, false)))
        .isLessThan(60);
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
    pages.define("keys", 4);
    Page page = pages.open("#game=keys&board=all-time");
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
    pages.define("void", 0);
    assertThat(pages.open("#game=void").locator("#standings"))
        .containsText("Nobody is on this board yet");
    assertThat(pages.open("#game=void&board=nope").locator("#standings"))
        .containsText("The game has no board “nope”");
    assertThat(pages.open("#game=no-such-game").locator("#standings"))
        .containsText("There is no game “no-such-game”");
  }

  @Test
  void theMainViewsAreUsableForEveryone() {
    pages.define("axe", 12);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(DESKTOP, PHONE)) {
        Page page = pages.open("#game=axe&board=all-time&player=p2", width, scheme, true);
        assertThat(rows(page)).hasCount(10);
        assertThat(page.locator("#player-name")).hasText("p2");
        assertNothingSerious(page);
      }
      Page page = pages.open("#view=status", DESKTOP, scheme, true);
      assertThat(page.locator("[aria-labelledby=projector-redis-projector] tbody tr"))
          .hasCount(Stack.PARTITIONS);
      assertNothingSerious(page);
      Page empty = pages.open("#game=no-such-game", DESKTOP, scheme, true);
      assertThat(empty.locator("#standings [role=alert]")).isVisible();
      assertNothingSerious(empty);
    }
  }

  @Test
  void aFileThatIsNotOfThePageIsAProblem() {
    assertThat(stack.api().get("/page/x/application.yaml").problem()).isEqualTo("not-found");
    assertThat(stack.api().get("/page/x").problem()).isEqualTo("not-found");
    assertThat(stack.api().get("/page/x/%2e%2e/application.yaml").status()).isEqualTo(404);
    assertThat(stack.api().send("POST", "/").status()).isEqualTo(405);
  }

  @Nested
  class Past extends PastOnThePage {
    Past() {
      super(stack, boards, pages);
    }
  }
}
