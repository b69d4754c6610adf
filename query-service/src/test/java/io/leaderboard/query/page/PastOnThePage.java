package io.leaderboard.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.leaderboard.query.page.OpenPages.row;
import static io.leaderboard.query.page.OpenPages.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.query.BoardWriter;
import io.leaderboard.query.CassandraTables;
import io.leaderboard.query.Stack;
import io.leaderboard.query.TestGames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is over and what users did, on the page of the class that this is nested in. */
abstract class PastOnThePage {
  private final Stack stack;
  private final BoardWriter boards;
  private final OpenPages pages;

  /** Of the only chart of a page, the ends of an axis and the marks along it. */
  private static final String AXIS =
      "axis => { const {min, max, ticks} = Object.values(Chart.instances)[0].scales[axis];"
          + " return [String(min), String(max), ...ticks.map(tick => tick.label).filter(Boolean)]; }";

  PastOnThePage(Stack stack, BoardWriter boards, OpenPages pages) {
    this.stack = stack;
    this.boards = boards;
    this.pages = pages;
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
    Page page = pages.open("#game=archives&board=daily");
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
  void betweenTwoSeasonsThePageShowsTheOneThatEndedLast() {
    BoardDefinition seasons = TestGames.seasons("by-year", new Season("1991", 0, 86_400_000));
    stack.define(TestGames.game("between", 0, seasons));
    boards.put("between", seasons, "1991", "ann", 30, 0);
    Page page = pages.open("#game=between&board=by-year");
    assertThat(rows(page)).hasCount(1);
    assertThat(rows(page).first()).containsText("ann");
    assertThat(page.locator("#liveness")).hasText("Ended");
    assertThat(page.locator("#board-facts")).containsText("1991");
    assertThat(page.locator("#archives li")).hasCount(1);
    rows(page).first().locator(".name").click();
    assertThat(page.locator("#player-result .figures")).containsText("1 of 1");
  }

  @Test
  void beforeASeasonThePageSaysWhenItStarts() {
    long start = System.currentTimeMillis() + 86_400_000;
    stack.define(
        TestGames.game(
            "ahead", 0, TestGames.seasons("b", new Season("s1", start, start + 86_400_000))));
    Page page = pages.open("#game=ahead&board=b");
    assertThat(page.locator("#liveness")).hasText("Not begun");
    assertThat(page.locator("#board-facts")).containsText("starts");
    assertThat(page.locator("#standings")).containsText("Nobody is on this board yet");
  }

  @Test
  void aHistoryIsDrawnAndReadAloud() {
    pages.define("history", 1);
    event("history", "p1", 0, 10, "2026-11-01T10:00:00Z", false, true);
    event("history", "p1", 1, 20, "2026-11-02T10:00:00Z", true, false);
    event("history", "p1", 2, 30, "2026-11-03T10:00:00Z", false, false);
    Page page = pages.open("#game=history&board=all-time");
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
    // From the first score to the last, and no two marks that say the same.
    assertThat(axis(page, "x").subList(0, 2)).isEqualTo(List.of("1793527200000", "1793700000000"));
    for (String axis : List.of("x", "y")) {
      List<?> shown = axis(page, axis);
      assertThat(shown.subList(2, shown.size())).doesNotHaveDuplicates().isNotEmpty();
    }
  }

  private static List<?> axis(Page page, String axis) {
    return (List<?>) page.evaluate(AXIS, axis);
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
                start,
                FinalFacts.UNKNOWN),
            entries);
    event("kept", "p7", 0, 93, "2026-01-01T10:00:00Z", false, false);
    Page page = pages.open("#game=kept&board=daily");
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
    String address = page.url().substring(page.url().indexOf('#'));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      int width = scheme == ColorScheme.LIGHT ? OpenPages.DESKTOP : OpenPages.PHONE;
      Page other = pages.open(address, width, scheme, true);
      assertThat(other.locator("#player-result .figures")).containsText("7 of 12");
      assertThat(other.locator("#player-history canvas")).isVisible();
      assertThat(other.locator("#archives li")).hasCount(2);
      OpenPages.assertNothingSerious(other);
    }
  }

  @Test
  void aHistoryThatCannotBeReadNowIsSaidAndAskedForAgain() {
    pages.define("unread", 1);
    event("unread", "p1", 0, 10, "2026-11-01T10:00:00Z", false, false);
    Page page = pages.open("#game=unread&board=all-time");
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
}
