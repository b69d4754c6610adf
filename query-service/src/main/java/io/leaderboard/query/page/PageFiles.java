package io.leaderboard.query.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * The files of the page, all in memory: about 400 KB. A name that is not listed here is not served,
 * whatever lies on the class path. Immutable.
 */
final class PageFiles {
  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
  private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
  private static final MediaType SCRIPT =
      new MediaType("text", "javascript", StandardCharsets.UTF_8);
  private static final MediaType SVG = new MediaType("image", "svg+xml");

  private static final String OURS = "page/";
  private static final String WEBJARS = "META-INF/resources/webjars/";

  /** Stands in the document where the version of the other files belongs. */
  private static final String VERSION_MARK = "{version}";

  private static final int VERSION_BYTES = 8;

  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("app.css", OURS + "app.css"),
          Map.entry("icon.svg", OURS + "icon.svg"),
          Map.entry("app.js", OURS + "app.js"),
          Map.entry("api.js", OURS + "api.js"),
          Map.entry("board.js", OURS + "board.js"),
          Map.entry("chart.js", OURS + "chart.js"),
          Map.entry("dom.js", OURS + "dom.js"),
          Map.entry("history.js", OURS + "history.js"),
          Map.entry("labels.js", OURS + "labels.js"),
          Map.entry("live.js", OURS + "live.js"),
          Map.entry("movement.js", OURS + "movement.js"),
          Map.entry("periods.js", OURS + "periods.js"),
          Map.entry("player.js", OURS + "player.js"),
          Map.entry("state.js", OURS + "state.js"),
          Map.entry("status.js", OURS + "status.js"),
          Map.entry("lib/pico.css", WEBJARS + "picocss__pico/*/css/pico.indigo.min.css"),
          Map.entry("lib/chart.js", WEBJARS + "chart.js/*/dist/chart.umd.min.js"));

  private static final PathMatchingResourcePatternResolver RESOURCES =
      new PathMatchingResourcePatternResolver();

  private final Map<String, Asset> assets = new TreeMap<>();
  private final String version;
  private final Asset document;

  /** Reads everything; a file that is missing fails the start. */
  PageFiles() {
    FILES.forEach((name, place) -> assets.put(name, new Asset(type(name), read(place))));
    String page = new String(read(OURS + "index.html"), StandardCharsets.UTF_8);
    MessageDigest digest = sha256();
    digest.update(page.getBytes(StandardCharsets.UTF_8));
    assets.values().forEach(asset -> digest.update(asset.bytes()));
    version = HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    String dated = page.replace(VERSION_MARK, version);
    document = new Asset(HTML, dated.getBytes(StandardCharsets.UTF_8));
  }

  /** The document at the root, which names the others by {@link #version()}. */
  Asset document() {
    return document;
  }

  /** Names the content of all files together. */
  String version() {
    return version;
  }

  /** A file by its name, such as {@code lib/pico.css}. */
  Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  private static MediaType type(String name) {
    if (name.endsWith(".css")) {
      return CSS;
    }
    return name.endsWith(".svg") ? SVG : SCRIPT;
  }

  /** The asterisk of a WebJar's place is its version, which the build decides. */
  private static byte[] read(String place) {
    try {
      Resource[] found = RESOURCES.getResources("classpath*:" + place);
      if (found.length == 0) {
        throw new IllegalStateException("a file of the page is not on the class path: " + place);
      }
      try (InputStream file = found[0].getInputStream()) {
        return file.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the page cannot be read: " + place, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
