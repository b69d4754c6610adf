package io.leaderboard.events.redis;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RedisLayout#GENERATION} holds: the generation that readers use, the one that is being
 * filled beside it, and the fill of single games within the live one. Ids are unique in time and
 * never used again. Written by the redis-projector in scripts that compare before they set.
 *
 * @param live null before the first generation is complete
 * @param building null when none is being filled
 * @param fill id of the fill of games within the live generation; empty when there is none
 * @param switched names the last switch of readers to other {@link Edition}s within the live
 *     generation, never used again: what is known of editions holds as long as it is the same
 */
public record Generations(
    @Nullable Generation live, @Nullable Generation building, String fill, String switched) {
  /** Field of the hash: id of the live generation. */
  public static final String LIVE = "live";

  /** Field of the hash: id of the generation that is being filled. */
  public static final String BUILDING = "building";

  /** Ends the names of the fields {@code <id>.buckets}. */
  public static final String BUCKETS = ".buckets";

  /** Ends the names of the fields {@code <id>.fold}. */
  public static final String FOLD = ".fold";

  /** Ends the names of the fields {@code <id>.topic}. */
  public static final String TOPIC = ".topic";

  /** Ends the names of the fields {@code <id>.fill}. */
  public static final String FILL = ".fill";

  /** Ends the names of the fields {@code <id>.switched}. */
  public static final String SWITCHED = ".switched";

  /** The fold that this version computes; what was filled by another one is filled anew. */
  public static final int FOLD_VERSION = 2;

  /** Of nothing: what an empty Redis says. */
  public static final Generations NONE = new Generations(null, null, "", "");

  /**
   * A generation.
   *
   * @param id letters and digits
   * @param buckets how many buckets its keys are spread over
   * @param fold the version of the fold that made its standings
   * @param topicId the id of the topic {@code score-events} that it was filled from
   */
  public record Generation(String id, int buckets, int fold, String topicId) {}

  /**
   * What the hash says; nothing when it is empty.
   *
   * @throws IllegalArgumentException when a generation is named without its fields
   */
  public static Generations of(Map<String, String> hash) {
    Generation live = generation(hash, LIVE);
    String prefix = live == null ? "" : live.id();
    return new Generations(
        live,
        generation(hash, BUILDING),
        hash.getOrDefault(prefix + FILL, ""),
        hash.getOrDefault(prefix + SWITCHED, ""));
  }

  /** The generation that readers use; one of another fold is none, and is filled anew. */
  public Optional<Generation> readable() {
    return Optional.ofNullable(live).filter(found -> found.fold() == FOLD_VERSION);
  }

  /** What is being filled to be read instead: a generation, if one is. */
  public Optional<Generation> filling() {
    return Optional.ofNullable(building);
  }

  private static @Nullable Generation generation(Map<String, String> hash, String role) {
    String id = hash.get(role);
    if (id == null || id.isEmpty()) {
      return null;
    }
    String buckets = hash.get(id + BUCKETS);
    String topic = hash.get(id + TOPIC);
    if (buckets == null || topic == null) {
      throw new IllegalArgumentException(
          RedisLayout.GENERATION + " names " + id + " but lacks its buckets or topic");
    }
    // Before folds had versions there was one.
    int fold = Integer.parseInt(hash.getOrDefault(id + FOLD, "1"));
    return new Generation(id, Integer.parseInt(buckets), fold, topic);
  }
}
