package io.leaderboard.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An archive of the classes that a JVM has loaded (class data sharing): the first run leaves it as
 * it ends, and later starts take a third of the processor's time less, or more. Should anything be
 * wrong with an archive, the JVM goes without. For one process at a time.
 */
public final class SharedClasses {
  private final Path archive;
  private final Path inMaking;

  private SharedClasses(Path directory, String name) {
    this.archive = directory.resolve(name);
    this.inMaking = directory.resolve(name + ".new");
  }

  /**
   * Of a JVM and the classes that it is given: another one would not take the archive, and would
   * not make one of its own.
   *
   * @param classes whatever tells them from others, such as a class path
   */
  public static SharedClasses in(Path directory, String version, String classes) {
    CRC32 fingerprint = new CRC32();
    fingerprint.update(classes.getBytes(StandardCharsets.UTF_8));
    return new SharedClasses(
        directory, "classes-%s-%08x.jsa".formatted(version, fingerprint.getValue()));
  }

  /**
   * The JVM's flags. What cannot be archived is loaded as ever; a log is not the place to say so.
   */
  public List<String> flags() {
    return List.of(
        Files.isRegularFile(archive)
            ? "-XX:SharedArchiveFile=" + archive
            : "-XX:ArchiveClassesAtExit=" + inMaking,
        "-Xlog:cds*=off");
  }

  /** The process has ended by itself: what it archived is whole. */
  public void ended() {
    try {
      if (Files.isRegularFile(inMaking)) {
        Files.move(
            inMaking, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      // The next run makes another.
      inMaking.toFile().delete();
    }
  }
}
