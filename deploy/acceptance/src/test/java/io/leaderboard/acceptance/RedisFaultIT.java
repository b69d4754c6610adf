package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.redis.FaultStack;
import io.leaderboard.redis.RedisFaults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault test: real processes, killed and paused, stores that come and go and forget, and the
 * guarantees at the end of each round. {@code -Dfault.rounds=60} makes it long. It times processes
 * that it starts all the while, so it stands among the tests that run alone.
 */
class RedisFaultIT {
  /**
   * Gives up none. Kafka is killed, and what it acknowledged is still there: the machine goes on,
   * and with it what Kafka wrote.
   */
  private static final Guarantees GUARANTEES = Guarantees.all();

  /** The same in every run, before what is different in each. */
  private static final Seed FIXED = new Seed(20_261_121);

  private static final int FIXED_ROUNDS = 1;

  /** With those before enough that every action happens. */
  private static final int ROUNDS = 2;

  private static final List<String> COUNTED =
      List.of(
          "definitions",
          "definitions of several games",
          "closings",
          "malformed records",
          "kills of a projector",
          "kills of one that fills",
          "pauses",
          "pauses of one that loads",
          "starts of a second instance",
          "kills of a second instance",
          "kills of redis",
          "losses of redis",
          "set-backs of redis",
          "kills of kafka",
          "rebuilds",
          "moves of ownership",
          "fences",
          "fenced loads",
          "mismatches",
          "heals",
          "generations begun",
          "joins",
          "switches",
          "records",
          "final standings");

  @Test
  void redisHoldsTheFoldOfTheLogWhateverHappens(@TempDir Path logs) throws Exception {
    Seed seed = Seed.fresh();
    System.err.println("Faults of " + FIXED + " and of " + seed);
    try (FaultStack stack = new FaultStack(Repository.launch("redis-projector"), logs, Map.of())) {
      RedisFaults faults = new RedisFaults(stack, FIXED, GUARANTEES);
      faults.run().rounds(FIXED_ROUNDS);
      faults.run().goOnWith(seed);
      Map<String, Long> counts = faults.run(Integer.getInteger("fault.rounds", ROUNDS));
      counts.put("final standings", stack.requireFinals());
      System.err.println("Faults of " + FIXED + " and of " + seed + ": " + counts);
      assertThat(counts)
          .as("how often each happened")
          .containsKeys(COUNTED.toArray(String[]::new))
          .hasSize(COUNTED.size())
          .doesNotContainValue(0L);
    } catch (AssertionError | RuntimeException e) {
      Logs.print(logs);
      throw e;
    }
  }
}
