package io.leaderboard.events.redis;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RedisLayout#GENERATION} holds: the generation that readers use, and the one that is
 * being filled beside it. Ids are unique in time and never used again. Written by the
 * redis-projector in scripts that compare before they set.
 *
 * @param live null before the first generation is complete
 * @param building null when none is being filled
 */
public record Generations(@Nullable Generation live, @Nullable Generation building) {
  /** Field of the hash: id of the live generation. */
  public static final String LIVE = "live";

  /** Field of the hash: id of the generation that is being filled. */
  public static final String BUILDING = "building";

  /** Ends the names of the fields {@code <id>.buckets}. */
  public static final String BUCKETS = ".buckets";

  /** Ends the names of the fields {@code <id>.epoch}. */
  public static final String EPOCH = ".epoch";

  /** Ends the names of the fields {@code <id>.topic}. */
  public static final String TOPIC = ".topic";

  /**
   * A generation.
   *
   * @param id letters and digits
   * @param buckets how many buckets its keys are spread over
   * @param epoch whose rules its boards are filled under, see {@code Games.epoch}
   * @param topicId the id of the topic {@code score-events} that it was filled from
   */
  public record Generation(String id, int buckets, int epoch, String topicId) {}

  /**
   * What the hash says; both null when it is empty.
   *
   * @throws IllegalArgumentException when a generation is named without its fields
   */
  public static Generations of(Map<String, String> hash) {
    return new Generations(generation(hash, LIVE), generation(hash, BUILDING));
  }

  /** The generation that readers use. */
  public Optional<Generation> readable() {
    return Optional.ofNullable(live);
  }

  private static @Nullable Generation generation(Map<String, String> hash, String role) {
    String id = hash.get(role);
    if (id == null || id.isEmpty()) {
      return null;
    }
    String buckets = hash.get(id + BUCKETS);
    String epoch = hash.get(id + EPOCH);
    String topic = hash.get(id + TOPIC);
    if (buckets == null || epoch == null || topic == null) {
      throw new IllegalArgumentException(
          RedisLayout.GENERATION + " names " + id + " but lacks its buckets, epoch or topic");
    }
    return new Generation(id, Integer.parseInt(buckets), Integer.parseInt(epoch), topic);
  }
}
