package io.leaderboard.events.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RedisLayout#GENERATION} holds: the generation that readers use, and the one that is
 * being filled beside it; and where a game's rules changed since, the generations of that game
 * alone, which readers use instead. Ids are unique in time and never used again. Written by the
 * redis-projector in scripts that compare before they set.
 *
 * @param live null before the first generation is complete
 * @param building null when none is being filled
 * @param liveByGame generations of one game that readers of that game use instead
 * @param buildingByGame generations of one game that are being filled
 */
public record Generations(
    @Nullable Generation live,
    @Nullable Generation building,
    Map<String, Generation> liveByGame,
    Map<String, Generation> buildingByGame) {
  /** Field of the hash: id of the live generation. */
  public static final String LIVE = "live";

  /** Field of the hash: id of the generation that is being filled. */
  public static final String BUILDING = "building";

  /** Stands between a role and a game in the fields {@code live/<gameId>}. */
  public static final char OF_GAME = '/';

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
   * @param gameId the only game in it; null when it holds all
   */
  public record Generation(
      String id, int buckets, int epoch, String topicId, @Nullable String gameId) {
    /** The field of the hash that names it when it is live. */
    public String liveField() {
      return field(LIVE, gameId);
    }

    /** The field of the hash that names it while it is being filled. */
    public String buildingField() {
      return field(BUILDING, gameId);
    }
  }

  public Generations {
    liveByGame = Map.copyOf(liveByGame);
    buildingByGame = Map.copyOf(buildingByGame);
  }

  /**
   * What the hash says; nothing when it is empty.
   *
   * @throws IllegalArgumentException when a generation is named without its fields
   */
  public static Generations of(Map<String, String> hash) {
    return new Generations(
        generation(hash, LIVE, null),
        generation(hash, BUILDING, null),
        byGame(hash, LIVE),
        byGame(hash, BUILDING));
  }

  /** Of nothing: what an empty Redis says. */
  public static final Generations NONE = new Generations(null, null, Map.of(), Map.of());

  /** The generation that readers use for games that have none of their own. */
  public Optional<Generation> readable() {
    return Optional.ofNullable(live);
  }

  /** The generation that readers of a game use. */
  public Optional<Generation> readable(String gameId) {
    Generation own = liveByGame.get(gameId);
    return Optional.ofNullable(own != null ? own : live);
  }

  /** The generation that is being filled and that readers of a game will use. */
  public Optional<Generation> filling(String gameId) {
    Generation own = buildingByGame.get(gameId);
    return Optional.ofNullable(own != null ? own : building);
  }

  /** What readers use: the one of all games first, if there is one. */
  public List<Generation> allLive() {
    return Stream.concat(Stream.ofNullable(live), liveByGame.values().stream()).toList();
  }

  /** What is being filled: the one of all games last, if there is one. */
  public List<Generation> allBuilding() {
    return Stream.concat(buildingByGame.values().stream(), Stream.ofNullable(building)).toList();
  }

  private static String field(String role, @Nullable String gameId) {
    return gameId == null ? role : role + OF_GAME + gameId;
  }

  private static Map<String, Generation> byGame(Map<String, String> hash, String role) {
    Map<String, Generation> generations = new TreeMap<>();
    for (String field : hash.keySet()) {
      if (field.startsWith(role + OF_GAME)) {
        String gameId = field.substring(role.length() + 1);
        Generation generation = generation(hash, field, gameId);
        if (generation != null) {
          generations.put(gameId, generation);
        }
      }
    }
    return generations;
  }

  private static @Nullable Generation generation(
      Map<String, String> hash, String role, @Nullable String gameId) {
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
    return new Generation(id, Integer.parseInt(buckets), Integer.parseInt(epoch), topic, gameId);
  }
}
