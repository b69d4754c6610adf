package io.leaderboard.cassandra.store;

import io.leaderboard.cassandra.schema.SchemaRefusedException;
import io.leaderboard.cassandra.schema.UpgradeGuard;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tables before version 3 are filled anew from the log's start: their standings are another fold,
 * and their history does not say what was closed. So on a log that has lost its start they stay as
 * they are, before anything of them is dropped.
 */
public final class WholeLog implements UpgradeGuard {
  private static final int FILLED_ANEW = 3;

  private final Supplier<Map<Integer, Long>> starts;

  /**
   * @param starts by partition, where the log begins; throws {@link IllegalStateException} while
   *     that is not known
   */
  public WholeLog(Supplier<Map<Integer, Long>> starts) {
    this.starts = starts;
  }

  @Override
  public void require(int version) {
    if (version >= FILLED_ANEW) {
      return;
    }
    starts
        .get()
        .forEach(
            (partition, start) -> {
              if (start > 0) {
                throw new SchemaRefusedException(
                    ("The tables are of version %d. Version %d fills standings and history anew"
                            + " from the log's start, but partition %d of score-events begins at"
                            + " %d: what lay before would be lost to them. Restore the log's"
                            + " beginning, or go on with the former version of this service.")
                        .formatted(version, FILLED_ANEW, partition, start));
              }
            });
  }
}
