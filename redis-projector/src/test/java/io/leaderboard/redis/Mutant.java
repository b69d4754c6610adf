package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.guarantee.ExactlyOnceEffect;
import io.leaderboard.events.guarantee.Guarantee;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The product with one fault put into it on purpose, to see that a test finds it.
 *
 * @param name what is wrong with it
 * @param source the file that is changed, from the root of the project
 * @param text what stands there, exactly once
 * @param fault what stands there instead
 * @param rounds of the fault test within which it must be found: one that needs an unlucky moment
 *     must find it
 * @param foundBy parts of what is said, of which one must be
 */
record Mutant(
    String name, String source, String text, String fault, int rounds, List<String> foundBy) {
  private static final int ROUNDS = 10;

  /** One that makes Redis hold something else than the fold, or never come to hold it. */
  Mutant(String name, String source, String text, String fault) {
    this(
        name,
        source,
        text,
        fault,
        ROUNDS,
        List.of(ExactlyOnceEffect.DIFFERENCES, FaultStack.NOT_LEVEL, LogFaults.NOT_LIVE));
  }

  /** One that breaks another guarantee. */
  Mutant(
      String name,
      String source,
      String text,
      String fault,
      int rounds,
      Class<? extends Guarantee> broken) {
    this(name, source, text, fault, rounds, List.of(broken.getSimpleName() + " is broken"));
  }

  /**
   * Puts the changed class or script into a directory.
   *
   * @return a class path that has it before everything else
   */
  String build(Path root, Path directory, String classPath) throws IOException {
    String original = Files.readString(root.resolve(source), StandardCharsets.UTF_8);
    assertThat(original.split(Pattern.quote(text), -1))
        .as("'%s' stands once in %s", text, source)
        .hasSize(2);
    String changed = original.replace(text, fault);
    int resources = source.indexOf("src/main/resources/");
    if (resources >= 0) {
      Path file = directory.resolve(source.substring(resources + "src/main/resources/".length()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, changed);
    } else {
      Path file = Files.createTempDirectory("mutant").resolve(Path.of(source).getFileName());
      Files.writeString(file, changed);
      compile(file, directory, classPath);
    }
    return directory + File.pathSeparator + classPath;
  }

  private static void compile(Path file, Path directory, String classPath) throws IOException {
    Files.createDirectories(directory);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            List.of("-proc:none", "-cp", classPath, "-d", directory.toString(), file.toString())
                .toArray(String[]::new));
    assertThat(status).as("compiles " + file).isZero();
  }

  @Override
  public String toString() {
    return name;
  }
}
