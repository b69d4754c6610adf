package io.leaderboard.redis.apply;

import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.RestoreProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition from one resume to the next: where its batches go. Except for {@link #tryJoin} it is
 * used under the partition's lock.
 */
public final class OwnedPartition {
  private final RedisProjection projection;
  private final StoredWriters writers;
  private final int partition;
  private final String token;
  private final @Nullable GenerationWriter live;
  private @Nullable GenerationWriter joined;
  // The fill of games that is being filled or joined here; "" for none.
  private String fill = "";
  private volatile long through;

  /**
   * @param live null while the only generation is being restored
   */
  OwnedPartition(
      RedisProjection projection,
      StoredWriters writers,
      int partition,
      String token,
      @Nullable GenerationWriter live) {
    this.projection = projection;
    this.writers = writers;
    this.partition = partition;
    this.token = token;
    this.live = live;
    this.through = live == null ? -1 : live.position();
  }

  /** Its number. */
  public int partition() {
    return partition;
  }

  /** Names this ownership; nobody else ever has the same. */
  public String token() {
    return token;
  }

  /** The last offset that the live generation holds, -1 for none. From any thread. */
  public long through() {
    return through;
  }

  /** A writer of what is being filled, from where Redis holds it. */
  public GenerationWriter writer(FillTarget target) {
    return writers.at(writers.plan(target), partition);
  }

  /** Where such a writer reads on. */
  public ResumePoint resumePoint(GenerationWriter writer) {
    return writers.resumePoint(writer, partition);
  }

  /**
   * What loads the beginning of the partition; empty when every bucket holds more of it already.
   *
   * @param writer of what is being filled
   */
  public Optional<GenerationLoad> load(GenerationWriter writer) {
    return writers.load(writer, partition, token);
  }

  /** Whether a fill waits for the standings that it is filled from. */
  public boolean isToBeRestored(FillTarget target) {
    return writers.store().isFromStandings(target) && !positions(target).isWholeIn(partition);
  }

  /** What brings standings from elsewhere to the partition before the log is followed. */
  public GenerationRestore restore(FillTarget target) {
    return writers.restore(target, partition, token);
  }

  /** How far something is that is filled. */
  public BucketPositions positions(FillTarget target) {
    return writers.positions(target);
  }

  /** The log has lost what is to be read next of something that is filled; from any thread. */
  public void lostByTheLog(FillTarget target) {
    writers.lostByTheLog(target);
  }

  /** How far fills are that are filled from standings. */
  public RestoreProgress restores() {
    return writers.store().restores();
  }

  /**
   * Joins what was filled: {@code catchUp} brings it to {@link #through} while nothing is applied
   * to the partition, and from then on the owner applies to it too: to a generation before it
   * applies to the live one, to a fill of games in the same calls.
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
                done[0] = writer.target().isOfGames() ? joinGames(writer) : joinGeneration(writer);
              }
            });
    return done[0] || !current;
  }

  private boolean joinGeneration(GenerationWriter writer) {
    if (writers.store().join(writer.target().generation(), partition, token)) {
      joined = writer;
    }
    // Otherwise it has another owner: nothing more is to be done here.
    return true;
  }

  private boolean joinGames(GenerationWriter writer) {
    GenerationWriter applied = live;
    if (applied == null || writer.position() != through) {
      return false;
    }
    Optional<String[]> joins = writers.store().fills().join(writer.target(), partition, token);
    joins.ifPresent(counts -> applied.joined(writer.plan(), counts));
    return joins.isPresent();
  }

  /** What a former owner had joined is applied to from the start. */
  void addJoined(GenerationWriter writer) {
    joined = writer;
  }

  /** Whether a fill of games is known here, be it that it is filled or that it is joined. */
  boolean knows(String id) {
    return fill.equals(id);
  }

  void fills(String id) {
    fill = id;
  }

  /** Whether a fill of games is folded by the owner. */
  boolean hasJoined(String id) {
    return live != null && live.joinedFill().equals(id);
  }

  @Nullable GenerationWriter live() {
    return live;
  }

  @Nullable GenerationWriter joined() {
    return joined;
  }

  /** Everything that its batches are applied to. */
  List<GenerationWriter> writers() {
    List<GenerationWriter> all = new ArrayList<>();
    if (joined != null) {
      all.add(joined);
    }
    if (live != null) {
      all.add(live);
    }
    return all;
  }

  void applied(long last) {
    through = last;
  }
}
