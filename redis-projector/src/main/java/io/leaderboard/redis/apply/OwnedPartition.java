package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.Generations.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A partition from one resume to the next: where its batches go. Except for {@link #tryJoin} it is
 * used under the partition's lock.
 */
public final class OwnedPartition {
  private final RedisProjection projection;
  private final int partition;
  private final String token;
  private final List<GenerationWriter> live;
  private final List<GenerationWriter> joined = new ArrayList<>();
  private volatile long through;

  OwnedPartition(
      RedisProjection projection, int partition, String token, List<GenerationWriter> live) {
    this.projection = projection;
    this.partition = partition;
    this.token = token;
    this.live = List.copyOf(live);
    this.through = live.stream().mapToLong(GenerationWriter::position).min().orElse(-1);
  }

  /** Its number. */
  public int partition() {
    return partition;
  }

  /** Names this ownership; nobody else ever has the same. */
  public String token() {
    return token;
  }

  /** The last offset that the live generations hold, -1 for none. From any thread. */
  public long through() {
    return through;
  }

  /** A writer of a generation that is being filled, from where Redis holds it. */
  public GenerationWriter writer(Generation generation) {
    return projection.writer(generation, partition);
  }

  /**
   * What loads the beginning of the partition; empty when every bucket holds more of it already.
   *
   * @param writer of that generation
   */
  public Optional<GenerationLoad> load(GenerationWriter writer) {
    return projection.load(writer, partition, token);
  }

  /** Whether a generation waits for the standings that it is filled from. */
  public boolean isToBeRestored(Generation generation) {
    return projection.keeper().store().isFromStandings(generation)
        && !projection.keeper().positions(generation).isWholeIn(partition);
  }

  /** What brings standings from elsewhere to the partition before the log is followed. */
  public GenerationRestore restore(Generation generation) {
    return projection.restore(generation, partition, token);
  }

  /** The projection that it belongs to. */
  public RedisProjection projection() {
    return projection;
  }

  /**
   * Joins a generation that was filled: {@code catchUp} brings it to {@link #through} while nothing
   * is applied to the partition, and from then on the owner applies to it first.
   *
   * @param catchUp returns whether it got there; short, because the owner waits
   * @return whether it is joined, or never will be because the partition was resumed anew
   */
  public boolean tryJoin(GenerationWriter writer, BooleanSupplier catchUp) {
    boolean[] done = {false};
    boolean current =
        projection.whileCurrent(
            this,
            owned -> {
              if (catchUp.getAsBoolean() && writer.position() >= through) {
                done[0] = true;
                if (projection.keeper().store().join(writer.generation(), partition, token)) {
                  joined.add(writer);
                }
              }
            });
    return done[0] || !current;
  }

  void addJoined(GenerationWriter writer) {
    joined.add(writer);
  }

  List<GenerationWriter> live() {
    return live;
  }

  List<GenerationWriter> joined() {
    return joined;
  }

  List<GenerationWriter> writers() {
    List<GenerationWriter> all = new ArrayList<>(live);
    all.addAll(joined);
    return all;
  }

  void applied(long last) {
    through = last;
  }
}
