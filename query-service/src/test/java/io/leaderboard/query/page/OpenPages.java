package io.leaderboard.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.leaderboard.events.game.Order;
import io.leaderboard.query.BoardWriter;
import io.leaderboard.query.Stack;
import io.leaderboard.query.TestGames;
import java.util.ArrayList;
import java.util.List;

/** The pages that a test has open in a real browser, each in a context of its own. */
final class OpenPages implements AutoCloseable {
  /** Widths of windows. */
  static final int PHONE = 360;

  static final int DESKTOP = 1_280;

  private final Browsers browsers;
  private final Stack stack;
  private final BoardWriter boards;
  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  OpenPages(Browsers browsers, Stack stack, BoardWriter boards) {
    this.browsers = browsers;
    this.stack = stack;
    this.boards = boards;
  }

  /** A game of one board with so many players: {@code p1} leads with 1,000 points. */
  void define(String game, int players) {
    stack.define(TestGames.game(game, 0, TestGames.allTime("all-time", Order.DESC)));
    for (int i = 1; i <= players; i++) {
      boards.put(game, "all-time", "p" + i, i - 1_001);
    }
  }

  /** In a usual window. */
  Page open(String fragment) {
    return open(fragment, DESKTOP, ColorScheme.LIGHT, false);
  }

  /**
   * A page in a browser of its own.
   *
   * @param isTested lets the accessibility checker put its scripts into the page
   */
  Page open(String fragment, int width, ColorScheme scheme, boolean isTested) {
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

  /** The entries of the live table. */
  static Locator rows(Page page) {
    return page.locator("#standings tbody tr");
  }

  /** One player's. */
  static Locator row(Page page, String player) {
    return rows(page).filter(new Locator.FilterOptions().setHasText(player));
  }

  /** The accessibility checker finds nothing that keeps somebody from using the page. */
  static void assertNothingSerious(Page page) {
    List<String> serious =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes())
                .toList();
    assertThat(serious).as(page.url()).isEmpty();
  }

  /** Closes them all; none may have broken the policy or failed. */
  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).isEmpty();
  }
}
