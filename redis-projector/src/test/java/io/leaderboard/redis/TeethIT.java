package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.guarantee.NoGameTouchesAnother;
import io.leaderboard.events.guarantee.NothingMalformedVanishes;
import io.leaderboard.events.guarantee.OrderPerUser;
import io.leaderboard.events.guarantee.ReplayGivesTheSameDigest;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.servers.ProjectHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Whether the fault test has teeth: each of these faults, put into the product on purpose, must
 * make it fail because Redis does not hold the fold, or never comes to, or because the guarantee
 * that the fault breaks is broken. Some minutes each; {@code mvn -Pteeth verify}.
 */
@Tag("teeth")
class TeethIT {
  private static final String MAIN = "redis-projector/src/main/java/io/leaderboard/redis/";

  private static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "the position check is removed",
              "redis-projector/src/main/resources/redis/apply.lua",
              "if stored ~= ARGV[2] then",
              "if false then"),
          new Mutant(
              "the position advances before the writes",
              MAIN + "apply/ApplyScript.java",
              "    String[] values =",
              """
                  redis.async().hset(keys[0], args.get(0), args.get(2));
                  args.set(1, args.get(2));
                  String[] values ="""),
          new Mutant(
              "the duplicate filter is not primed after a seek",
              "common-events/projection/src/main/java/io/leaderboard/projection/PartitionReader.java",
              "Math.max(start, resumeAt - duplicateWindow)",
              "Math.max(start, resumeAt)"),
          new Mutant(
              "the rules are not checked",
              MAIN + "generation/GameFillKeeper.java",
              "if (read.of(game.id()).rules() < game.rulesVersion()) {",
              "if (false) {"),
          new Mutant(
              "a stale owner's bulk load is not fenced",
              "redis-projector/src/main/resources/redis/load.lua",
              """
              if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
                return 0
              end
              local position = redis.call('HGET', KEYS[2], ARGV[1])
              if position ~= '-1' and position ~= ARGV[3] then
                return 0
              end
              redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
              """,
              ""),
          new Mutant(
              "a generation is joined before it has caught up",
              MAIN + "apply/OwnedPartition.java",
              "if (catchUp.getAsBoolean() && writer.position() >= through) {",
              "if (true) {"),
          new Mutant(
              "a game is taken to be under the rules that another is under",
              MAIN + "generation/Editions.java",
              "return games.getOrDefault(gameId, Edition.FIRST);",
              """
              return games.values().stream()
                  .max(java.util.Comparator.comparingInt(Edition::rules))
                  .orElse(Edition.FIRST);"""),
          new Mutant(
              "of events of the same time the first one counts as the last",
              "redis-projector/src/main/resources/redis/apply.lua",
              "if held and decided > at then",
              "if held and decided >= at then",
              2,
              OrderPerUser.class),
          new Mutant(
              "a change of one game's rules fills all games",
              MAIN + "generation/GameFillKeeper.java",
              "if (read.of(game.id()).rules() < game.rulesVersion()) {",
              """
              if (defined.all().stream()
                  .anyMatch(each -> read.of(each.id()).rules() < each.rulesVersion())) {""",
              10,
              NoGameTouchesAnother.class),
          new Mutant(
              "a fill of games reads past what its owner has applied",
              MAIN + "fill/PartitionFill.java",
              "return target.isOfGames() ? owned.through() : Long.MAX_VALUE;",
              "return Long.MAX_VALUE;"),
          new Mutant(
              "a record that cannot be decoded is dropped",
              MAIN + "poison/DeadLetters.java",
              "List<PoisonRecord> left = records;",
              "List<PoisonRecord> left = List.of();",
              10,
              NothingMalformedVanishes.class),
          new Mutant(
              "a digest is of the names that a generation has",
              MAIN + "rebuild/BoardDigests.java",
              "timed ? member.substring(SortableTime.LENGTH) : member,",
              "key + member,",
              1,
              ReplayGivesTheSameDigest.class));

  /** Or only those in whose names this regular expression is found. */
  static final List<Mutant> MUTANTS =
      ALL.stream()
          .filter(
              mutant ->
                  Pattern.compile(System.getProperty("teeth.only", ""))
                      .matcher(mutant.name())
                      .find())
          .toList();

  @ParameterizedTest
  @FieldSource("MUTANTS")
  void theFaultTestFindsIt(Mutant mutant, @TempDir Path directory) throws Exception {
    String classPath =
        mutant.build(
            ProjectHome.find(), directory.resolve("classes"), ProjectorProcess.classPath());
    Seed seed = Seed.fresh();
    System.err.println("Without a tooth: " + mutant + ", " + seed);
    try (FaultStack stack =
        new FaultStack(ProjectorProcess.launch(classPath), directory, Map.of())) {
      RedisFaults faults = new RedisFaults(stack, seed, Guarantees.all());
      Throwable found = catchThrowable(() -> faults.run(mutant.rounds()));
      assertThat(found)
          .as("what the fault test finds when " + mutant)
          .isInstanceOfAny(AssertionError.class, ConditionTimeoutException.class)
          .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
          .containsAnyOf(mutant.foundBy().toArray(String[]::new));
    }
  }
}
