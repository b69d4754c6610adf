package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault test: real processes, killed and paused, stores that come and go and forget, and the
 * fold of the log at the end of each round. {@code -Dfault.rounds=60} makes it long.
 */
class FaultIT {
  /** Enough that every action happens once. */
  private static final int ROUNDS = 3;

  @Test
  void redisHoldsTheFoldOfTheLogWhateverHappens(@TempDir Path logs) throws Exception {
    Seed seed = Seed.fresh();
    System.err.println("Faults of " + seed);
    try (FaultStack stack = new FaultStack(launch(classPath()), logs, Map.of())) {
      Map<String, Long> counts =
          new FaultRun(stack, seed).run(Integer.getInteger("fault.rounds", ROUNDS));
      System.err.println("Faults of " + seed + ": " + counts);
      assertThat(counts).as("how often each happened").hasSize(16).doesNotContainValue(0L);
    }
  }

  static List<String> launch(String classPath) {
    return List.of("-cp", classPath, RedisProjectorApplication.class.getName());
  }

  static String classPath() {
    // A forked test has a jar with a manifest in place of its class path.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
