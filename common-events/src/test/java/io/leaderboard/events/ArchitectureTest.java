package io.leaderboard.events;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
    packages = "io.leaderboard.events",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule usesNothingButJavaProtobufAndJspecify =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "com.google.protobuf..", "org.jspecify..", "io.leaderboard.events..");

  @ArchTest
  static final ArchRule hasPackagesWithoutCycles =
      slices().matching("io.leaderboard.events.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule keepsTheSchemaBehindTheCodecs =
      noClasses()
          .that(not(resideInAPackage("..proto..")))
          .and()
          .haveNameNotMatching(".*Codec(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.leaderboard.events.proto..");

  @ArchTest
  static final ArchRule namesClassesByWhatTheyAre =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Dto)(\\$.*)?");

  @ArchTest
  static void marksEveryPackageForNullness(JavaClasses imported) {
    TreeSet<String> unmarked = new TreeSet<>();
    imported.stream()
        .filter(not(resideInAPackage("..proto..")))
        .map(type -> type.getPackage())
        .filter(pack -> !pack.isAnnotatedWith(NullMarked.class))
        .forEach(pack -> unmarked.add(pack.getName()));
    assertThat(unmarked).isEmpty();
  }

  /** The yardstick must not be cut from what it measures. */
  @ArchTest
  static void sharesNoRulesBetweenTheReferenceAndTheProduct(JavaClasses product) {
    JavaClasses reference =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.leaderboard.events.reference");
    assertThat(product).isNotEmpty();
    assertThat(reference).isNotEmpty();
    noClasses()
        .that()
        .haveSimpleNameStartingWith("Reference")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leaderboard.events.standing..",
            "io.leaderboard.events.period..",
            "io.leaderboard.events.duplicate..",
            "io.leaderboard.events.decimal..")
        .check(reference);
  }
}
