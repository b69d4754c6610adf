package io.leaderboard.cli.stack;

import io.leaderboard.servers.FileTree;
import io.leaderboard.servers.ServerException;
import io.leaderboard.servers.SharedClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the classes of a service come into its JVM. Loading them from a jar of jars takes most of the
 * processor time of a start, so the jar is taken apart, once, and the first run leaves an archive
 * of what it loaded (class data sharing) as it ends; later starts take less than half. Should
 * anything be wrong with an archive, the JVM goes without. For one process at a time.
 */
final class ServiceClasses {
  private static final String FINGERPRINT = "unpacked-from";

  private final Path jar;
  private final Path directory;
  private final SharedClasses shared;

  /**
   * @param jar as the build makes it
   * @param directory where it is taken apart; everything in it is this object's
   */
  ServiceClasses(Path jar, Path directory) {
    this.jar = jar;
    this.directory = directory;
    // Unpacked anew the directory is empty: the archive is of this jar.
    this.shared = SharedClasses.in(directory, Runtime.version().toString(), String.valueOf(jar));
  }

  /**
   * The JVM's flags that name the classes and end its own arguments.
   *
   * @throws IOException when the jar cannot be read, or the directory not be written
   */
  List<String> flags() throws IOException {
    unpack();
    List<String> flags = new ArrayList<>(shared.flags());
    flags.addAll(List.of("-jar", directory.resolve(jar.getFileName()).toString()));
    return flags;
  }

  /** The service has ended by itself: what it archived is whole. */
  void ended() {
    shared.ended();
  }

  private void unpack() throws IOException {
    String fingerprint = fingerprint();
    Path said = directory.resolve(FINGERPRINT);
    if (Files.isRegularFile(said) && Files.readString(said).equals(fingerprint)) {
      return;
    }
    // Archives too: the JVM knows classes by their jar's size and time, and the build sets a fixed
    // time.
    FileTree.delete(directory);
    run(
        "-Djarmode=tools",
        "-jar",
        jar.toString(),
        "extract",
        "--destination",
        directory.toString());
    // Last: what is unpacked in part is unpacked again.
    Files.writeString(said, fingerprint);
  }

  /** Changes with every build, also where the build gives its results a fixed time. */
  private String fingerprint() throws IOException {
    return "%s %d bytes, %s".formatted(jar, Files.size(jar), Files.getAttribute(jar, "unix:ctime"));
  }

  private void run(String... arguments) throws IOException {
    ProcessBuilder java = new ProcessBuilder(java());
    java.command().addAll(List.of(arguments));
    Path log = Files.createTempFile("unpack", ".log");
    Process process = java.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s could not be taken apart: %s".formatted(jar, Files.readString(log).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while %s was taken apart".formatted(jar), e);
    } finally {
      process.destroyForcibly();
      log.toFile().delete();
    }
  }

  /** The JVM that services run on: that of the command line. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
