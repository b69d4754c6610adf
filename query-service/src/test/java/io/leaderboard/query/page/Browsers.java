package io.leaderboard.query.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The installed Chromium. Nothing is downloaded. */
public final class Browsers implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** The continuous build takes a skip with this text for a failure. */
  private static final String HOW_TO_GET_ONE =
      "no-browser: none of "
          + NAMES
          + " is on the PATH; install one (Debian: apt-get install chromium) to run the browser"
          + " tests";

  private final Playwright playwright;
  private final Browser browser;

  private Browsers(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    // Chromium's sandbox cannot start for root nor in most containers; these tests
                    // show it nothing but our own page.
                    .setChromiumSandbox(false));
  }

  /** Starts it, if it is there. */
  public static Optional<Browsers> start() {
    return executable().map(Browsers::new);
  }

  /**
   * Skips the test when there is none. To be asked before each test: a class that is skipped as a
   * whole leaves no trace in the reports.
   */
  public static void require() {
    Assumptions.assumeTrue(executable().isPresent(), HOW_TO_GET_ONE);
  }

  /** The browser itself. */
  public Browser browser() {
    return browser;
  }

  private static Optional<Path> executable() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(path.split(File.pathSeparator, -1)).map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
