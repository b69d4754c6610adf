package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.BitSet;
import java.util.Objects;

/**
 * How far the partitions of a generation are that is being filled from standings, as Redis holds
 * it: so that whoever owns a partition next goes on, and nobody else can. Thread-safe.
 */
public final class RestoreProgress {
  private final RedisLink redis;
  private final Script mark = Script.named("mark_scanned");
  private final Script endRestore = Script.named("end_restore");

  RestoreProgress(RedisLink redis) {
    this.redis = redis;
  }

  /** Whether a partition of a generation from standings holds all of them. */
  public boolean isRestored(Generation generation, int partition) {
    return commands().hexists(RedisLayout.fill(generation.id()), "restored." + partition);
  }

  /**
   * The largest offset that some standing of a partition may hold already; -1 when there is none
   * behind what its position says, as in every generation that was not filled from standings.
   */
  public long guardedThrough(Generation generation, int partition) {
    return Long.parseLong(
        Objects.requireNonNullElse(
            commands().hget(RedisLayout.fill(generation.id()), "guarded." + partition), "-1"));
  }

  /** The numbers of the parts of a scan that are done for a partition. */
  public BitSet scanned(Generation generation, int partition) {
    BitSet scanned = new BitSet();
    commands()
        .hkeys(RedisLayout.scanned(generation.id(), partition))
        .forEach(part -> scanned.set(Integer.parseInt(part)));
    return scanned;
  }

  /**
   * Notes that a part of a scan is done for a partition.
   *
   * @return false when the partition has another owner now
   */
  public boolean markScanned(Generation generation, int partition, String token, int part) {
    return mark.call(
            redis.connection(),
            new String[] {
              RedisLayout.fill(generation.id()), RedisLayout.scanned(generation.id(), partition)
            },
            new String[] {Integer.toString(partition), token, Integer.toString(part)})
        == 1;
  }

  /** What {@link #endRestore} did. */
  public enum End {
    /** The partition is restored. */
    RESTORED,
    /** It has another owner now. */
    OWNED_ELSEWHERE,
    /** Redis lost some parts since they were scanned. */
    INCOMPLETE
  }

  /** Notes that all parts of a scan are done for a partition. */
  public End endRestore(Generation generation, int partition, String token, int parts) {
    long answer =
        endRestore.call(
            redis.connection(),
            new String[] {
              RedisLayout.fill(generation.id()),
              RedisLayout.scanned(generation.id(), partition),
              RedisLayout.GENERATION
            },
            new String[] {
              Integer.toString(partition),
              token,
              Integer.toString(parts),
              generation.id() + GenerationStore.GOAL
            });
    return answer == 1 ? End.RESTORED : answer == 0 ? End.OWNED_ELSEWHERE : End.INCOMPLETE;
  }

  private RedisCommands<String, String> commands() {
    return redis.connection().sync();
  }
}
