package io.leaderboard.query.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The files of the page and the headers that they come with. */
class PageRoutesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href)=\"(page/[^\"]+)\"|(?:from |import\\()\"\\./([^\"]+)\"");

  private final PageFiles files = new PageFiles();
  private final WebTestClient client =
      WebTestClient.bindToRouterFunction(new PageRoutes(files).routes()).build();

  private EntityExchangeResult<byte[]> get(String path) {
    return client.get().uri(path).exchange().expectStatus().isOk().expectBody().returnResult();
  }

  private static String header(EntityExchangeResult<byte[]> answer, String name) {
    return String.valueOf(answer.getResponseHeaders().getFirst(name));
  }

  private static String text(EntityExchangeResult<byte[]> answer) {
    byte[] body = answer.getResponseBody();
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  private static List<String> references(String text) {
    List<String> found = new ArrayList<>();
    Matcher each = REFERENCE.matcher(text);
    while (each.find()) {
      found.add(each.group(1) == null ? each.group(2) : each.group(1));
    }
    return found;
  }

  @Test
  void theDocumentAllowsNothingButItsOwnFilesAndPictures() {
    EntityExchangeResult<byte[]> page = get("/");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(header(page, "Content-Security-Policy").split("; "))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")
        .noneMatch(directive -> directive.contains("unsafe"));
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(text(page)).doesNotContain("<style", " style=", " onclick=", "{version}");
  }

  @Test
  void theDocumentIsAskedForAgainByItsTag() {
    EntityExchangeResult<byte[]> page = get("/");
    assertThat(header(page, HttpHeaders.CACHE_CONTROL)).isEqualTo("no-cache");
    client
        .get()
        .uri("/")
        .header(HttpHeaders.IF_NONE_MATCH, header(page, HttpHeaders.ETAG))
        .exchange()
        .expectStatus()
        .isNotModified()
        .expectBody()
        .isEmpty();
  }

  @Test
  void everyFileThatThePageNamesIsThereAndKeptForGood() {
    List<String> named = references(text(get("/")));
    assertThat(named).contains("page/" + files.version() + "/app.js");
    for (String name : named) {
      EntityExchangeResult<byte[]> file = get("/" + name);
      assertThat(header(file, HttpHeaders.CACHE_CONTROL))
          .as(name)
          .isEqualTo("public, max-age=31536000, immutable");
      assertThat(header(file, "X-Content-Type-Options")).as(name).isEqualTo("nosniff");
    }
  }

  @Test
  void everyModuleThatAModuleImportsIsThere() {
    List<String> open = new ArrayList<>(List.of("app.js"));
    for (int i = 0; i < open.size(); i++) {
      String name = open.get(i);
      EntityExchangeResult<byte[]> module = get("/page/" + files.version() + "/" + name);
      assertThat(header(module, "Content-Type"))
          .as(name)
          .isEqualTo("text/javascript;charset=UTF-8");
      if (!name.startsWith("lib/")) {
        references(text(module)).stream().filter(each -> !open.contains(each)).forEach(open::add);
      }
    }
    assertThat(open).contains("board.js", "lib/chart.js").hasSizeGreaterThan(10);
  }

  @Test
  void aFileOfAnotherVersionIsNotKept() {
    assertThat(header(get("/page/0123456789abcdef/app.js"), HttpHeaders.CACHE_CONTROL))
        .isEqualTo("no-store");
  }
}
