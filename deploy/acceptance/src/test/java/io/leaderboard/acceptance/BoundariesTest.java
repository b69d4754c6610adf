package io.leaderboard.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules between modules and packages, over the compiled classes of all of them. */
class BoundariesTest {
  private static final List<String> MODULES =
      List.of(
          "common-events",
          "common-events/log",
          "common-events/projection",
          "common-events/web",
          "common-events/cassandra",
          "ingest-service",
          "redis-projector",
          "cassandra-projector",
          "query-service",
          "deploy/servers",
          "deploy/cli");

  private static JavaClasses all;

  @BeforeAll
  static void readTheClassesOfAllModules() {
    Path root = Repository.root();
    List<Path> compiled =
        MODULES.stream().map(module -> root.resolve(module).resolve("target/classes")).toList();
    assertThat(compiled).allSatisfy(classes -> assertThat(Files.isDirectory(classes)).isTrue());
    all = new ClassFileImporter().importPaths(compiled);
    assertThat(all.size()).isGreaterThan(100);
  }

  @Test
  void servicesNeverDependOnEachOther() {
    slices()
        .matching("io.leaderboard.(ingest|redis|cassandra|query)..")
        .should()
        .notDependOnEachOther()
        .check(all);
  }

  @Test
  void theSharedModulesDependOnNoService() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.leaderboard.events..",
            "io.leaderboard.log..",
            "io.leaderboard.projection..",
            "io.leaderboard.web..",
            "io.leaderboard.cql..",
            "io.leaderboard.servers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leaderboard.ingest..",
            "io.leaderboard.redis..",
            "io.leaderboard.cassandra..",
            "io.leaderboard.query..",
            "io.leaderboard.cli..")
        .check(all);
  }

  @Test
  void theEventsArePureJava() {
    classes()
        .that()
        .resideInAPackage("io.leaderboard.events..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "com.google.protobuf..", "org.jspecify..", "io.leaderboard.events..")
        .check(all);
  }

  /** A benchmark's baseline is the driver itself. */
  @Test
  void onlyTheRedisSideKnowsLettuceAndOnlyWhoReadsCassandraItsDriver() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.leaderboard.redis..", "io.leaderboard.query..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.leaderboard.cql..",
            "io.leaderboard.cassandra..",
            "io.leaderboard.query..",
            "io.leaderboard.redis.standings..",
            "io.leaderboard.cli.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.datastax..")
        .check(all);
  }

  /**
   * But for the benchmarks, which write the log that the projectors are timed on, and for bringing
   * partitions back, for which the services are stopped.
   */
  @Test
  void theCommandTalksToTheServicesOverHttpAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.leaderboard.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leaderboard.ingest..",
            "io.leaderboard.redis..",
            "io.leaderboard.cassandra..",
            "io.leaderboard.query..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.leaderboard.cli..")
        .and()
        .resideOutsideOfPackages("io.leaderboard.cli.bench..", "io.leaderboard.cli.partitions..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.lettuce..", "com.datastax..")
        .check(all);
  }

  @Test
  void packagesOfAModuleFormNoCycles() {
    for (String module :
        List.of(
            "events",
            "log",
            "projection",
            "web",
            "cql",
            "ingest",
            "redis",
            "cassandra",
            "query",
            "servers",
            "cli")) {
      slices()
          .matching("io.leaderboard." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @Test
  void classesAreNamedForWhatTheyDo() {
    classes()
        .should()
        .haveNameNotMatching(".*(Utils?|Helpers?|Managers?|Impl|Common|Misc)")
        .check(all);
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..helper..", "..manager..", "..impl..", "..dto..", "..common..")
        .check(all);
  }

  /**
   * Whoever reads a name knows which class it is. But for what a key of the configuration is bound
   * to in each service, and an event as the log and as the read API has it, whose document calls it
   * so.
   */
  @Test
  void noTwoClassesHaveTheSameName() {
    Map<String, List<String>> byName =
        all.stream()
            .filter(type -> type.isTopLevelClass() && !type.getPackageName().endsWith(".proto"))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getPackageName, toList())));
    byName.values().removeIf(packages -> packages.size() == 1);
    assertThat(byName.keySet())
        .allMatch(name -> name.endsWith("Properties") || name.equals("EventEntry"));
  }

  @Test
  void servicesLogAndDoNotPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.leaderboard.cli..", "io.leaderboard.servers..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(all);
  }

  @Test
  void everyPackageIsNullMarked() throws Exception {
    for (String module : MODULES) {
      Path sources = Repository.root().resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> packages =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .map(Path::getParent)
                .distinct()
                .toList();
        assertThat(packages)
            .isNotEmpty()
            .allSatisfy(
                directory ->
                    assertThat(Files.readString(directory.resolve("package-info.java")))
                        .contains("@NullMarked"));
      }
    }
  }

  @Test
  void everyModuleSaysWhatItIsAndWhyItIsLikeThat() throws Exception {
    try (Stream<Path> files = Files.walk(Repository.root())) {
      List<Path> modules =
          files
              .filter(file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
              .map(Path::getParent)
              .filter(module -> !module.equals(Repository.root()))
              .toList();
      assertThat(modules)
          .hasSizeGreaterThan(10)
          .allSatisfy(
              module -> {
                assertThat(module.resolve("README.md")).isNotEmptyFile();
                assertThat(module.resolve("RATIONALE.md")).isNotEmptyFile();
              });
    }
  }
}
