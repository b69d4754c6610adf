package io.leaderboard.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An executable Redis server.
 *
 * @param version as it says itself, such as 7.0.15
 */
public record RedisBinary(Path executable, String version) {
  /**
   * Values: {@code installed}, {@code bundled}; unset for the one of PATH when it is 7 or newer,
   * else the bundled one.
   */
  private static final String CHOICE_PROPERTY = "leaderboard.redis.server";

  private static final int OLDEST_INSTALLED = 7;
  private static final Pattern VERSION = Pattern.compile("v=((\\d+)\\.[0-9.]+)");

  /**
   * The one that the system property {@code leaderboard.redis.server} or else this machine
   * suggests.
   */
  public static RedisBinary preferred() {
    String choice = System.getProperty(CHOICE_PROPERTY, "");
    return switch (choice) {
      case "" -> installed().orElseGet(RedisBinary::bundled);
      case "bundled" -> bundled();
      case "installed" ->
          installed()
              .orElseThrow(
                  () ->
                      new ServerException(
                          "no redis-server %d or newer on the PATH; install one or leave out -D%s=installed"
                              .formatted(OLDEST_INSTALLED, CHOICE_PROPERTY)));
      default ->
          throw new ServerException(
              "%s must be installed or bundled, but is %s".formatted(CHOICE_PROPERTY, choice));
    };
  }

  /** The first {@code redis-server} of the PATH, if it is 7 or newer. */
  public static Optional<RedisBinary> installed() {
    return SearchPath.directories().stream()
        .map(directory -> directory.resolve("redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(RedisBinary::ask)
        .filter(binary -> binary.majorVersion() >= OLDEST_INSTALLED);
  }

  /**
   * The server of version 6.2 that comes with the Redis unit's jar; copied out of it once. It needs
   * OpenSSL 3.
   */
  public static RedisBinary bundled() {
    ServerUnit unit = ServerUnit.find("redis");
    Pattern name = Pattern.compile("redis-server-.*-" + Pattern.quote(platform()));
    try (JarFile jar = new JarFile(unit.jar("embedded-redis").toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (name.matcher(entry.getName()).matches()) {
          Path target = unit.directory().resolve("target").resolve(entry.getName());
          extract(jar, entry, target);
          return ask(target)
              .orElseThrow(
                  () ->
                      new ServerException(
                          "the bundled Redis server does not run here, it needs OpenSSL 3; install that or Redis 7 or"
                              + " newer (Debian: apt-get install redis-server)"));
        }
      }
    } catch (IOException e) {
      throw new ServerException("the bundled Redis server could not be copied: " + e, e);
    }
    throw new ServerException(
        "no Redis server is bundled for %s; install Redis 7 or newer".formatted(platform()));
  }

  public int majorVersion() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private static String platform() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String machine = System.getProperty("os.arch");
    return os + "-" + (machine.equals("aarch64") ? "arm64" : "amd64");
  }

  /** Concurrent callers may copy at once: each writes a file of its own, and the last move wins. */
  private static void extract(JarFile jar, JarEntry entry, Path target) throws IOException {
    if (Files.isExecutable(target) && Files.size(target) == entry.getSize()) {
      return;
    }
    Path copy = Files.createTempFile(target.toAbsolutePath().getParent(), "redis-server", ".part");
    try (InputStream content = jar.getInputStream(entry)) {
      Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Optional<RedisBinary> ask(Path executable) {
    try {
      Process process =
          new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(5, TimeUnit.SECONDS);
      Matcher matcher = VERSION.matcher(answer);
      return matcher.find()
          ? Optional.of(new RedisBinary(executable, matcher.group(1)))
          : Optional.empty();
    } catch (IOException unusable) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
