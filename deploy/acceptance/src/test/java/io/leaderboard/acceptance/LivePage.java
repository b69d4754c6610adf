package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import io.leaderboard.query.page.Browsers;
import java.time.Duration;

/** The page in a real browser while scores are submitted. */
record LivePage(Api ingest, Api query) {
  private static final double PATIENCE_MILLIS = 60_000;
  private static final double SOON_MILLIS = 2_000;

  /** On a busy machine one score may come late; not all of them. */
  private static final int TRIES = 5;

  void showsASubmitWithinTwoSeconds() {
    Browsers.require();
    try (Browsers browsers = Browsers.start().orElseThrow()) {
      submit("early", 1);
      await("the first score")
          .atMost(Duration.ofMinutes(1))
          .until(() -> query.get("/topk?gameId=watched").body().contains("early"));
      Page page = browsers.browser().newPage();
      page.navigate(query.address() + "/#game=watched&board=all-time");
      Locator first = page.locator("#standings tbody tr").first();
      first.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
      int seen = 0;
      for (int i = 1; i <= TRIES && seen == 0; i++) {
        String user = "user-" + i;
        submit(user, 1_000 * i);
        Locator leads = first.filter(new Locator.FilterOptions().setHasText(user));
        seen += isThere(leads, SOON_MILLIS) ? 1 : 0;
        assertThat(isThere(leads, PATIENCE_MILLIS)).as(user).isTrue();
      }
      assertThat(seen).as("scores seen within two seconds").isPositive();
      assertThat(first.locator(".move").textContent()).contains("new");
    }
  }

  private void submit(String user, int score) {
    Api.Answer accepted =
        ingest.post(
            "/v1/games/watched/scores", "{\"userId\":\"%s\",\"score\":%d}".formatted(user, score));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
  }

  private static boolean isThere(Locator element, double millis) {
    try {
      element.waitFor(new Locator.WaitForOptions().setTimeout(millis));
      return true;
    } catch (TimeoutError e) {
      return false;
    }
  }
}
