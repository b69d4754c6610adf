package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

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
 */
record Mutant(String name, String source, String text, String fault) {
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
