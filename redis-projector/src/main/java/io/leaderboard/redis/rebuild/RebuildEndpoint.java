package io.leaderboard.redis.rebuild;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.NoRoomException;
import io.leaderboard.redis.generation.Origin;
import io.leaderboard.redis.standings.StandingsRefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code /actuator/rebuild}. Thread-safe. */
@Endpoint(id = "rebuild")
public final class RebuildEndpoint {
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final BoardDigests digests;
  private final Origins origins;
  private final RebuildProgress progress;

  /** Answers for what {@code keeper} keeps. */
  public RebuildEndpoint(
      GenerationKeeper keeper,
      FollowedLog log,
      BoardDigests digests,
      Origins origins,
      RebuildProgress progress) {
    this.keeper = keeper;
    this.log = log;
    this.digests = digests;
    this.origins = origins;
    this.progress = progress;
  }

  /**
   * Begins a rebuild.
   *
   * @param gameId only this game; all when it is not there
   * @param from {@code log}, the default, or {@code standings}; {@code log} when it is said also
   *     takes the place of a restore of everything that is under way
   * @return 202; 400, 404, 409 while one runs, 422 when Redis has no room for it, 503 when the log
   *     is not open or Cassandra cannot give what is needed, each with a reason
   */
  @WriteOperation
  public WebEndpointResponse<Map<String, Object>> begin(
      @Nullable String gameId, @Nullable String from) {
    if (!log.isOpen()) {
      return answer(UNAVAILABLE, "reason", "the log is not open yet");
    }
    if (from != null
        && !from.equals(RebuildAnswer.FROM_LOG)
        && !from.equals(RebuildAnswer.FROM_STANDINGS)) {
      return answer(BAD_REQUEST, "reason", "from must be 'log' or 'standings'");
    }
    if (gameId != null) {
      try {
        Identifiers.requireName("gameId", gameId);
      } catch (InvalidFieldException e) {
        return answer(BAD_REQUEST, "reason", String.valueOf(e.getMessage()));
      }
      if (log.readGamesToEnd().game(gameId).isEmpty()) {
        return answer(NOT_FOUND, "reason", "no game has the id " + gameId);
      }
    }
    Optional<String> begun;
    try {
      Supplier<Origin> origin =
          RebuildAnswer.FROM_STANDINGS.equals(from) ? origins::standings : null;
      begun =
          gameId == null
              ? keeper.rebuild(origin).map(Generation::id)
              : keeper.rebuildGame(gameId, origin);
    } catch (StandingsRefusedException e) {
      return answer(UNAVAILABLE, "reason", String.valueOf(e.getMessage()));
    } catch (NoRoomException e) {
      return answer(UNPROCESSABLE, "reason", String.valueOf(e.getMessage()));
    }
    if (begun.isEmpty() && RebuildAnswer.FROM_LOG.equals(from) && gameId == null) {
      begun = keeper.rebuildInsteadOfRestore().map(Generation::id);
    }
    if (begun.isPresent()) {
      return answer(ACCEPTED, "id", begun.get());
    }
    return answer(CONFLICT, "reason", "a rebuild is running: GET /actuator/rebuild shows it");
  }

  /**
   * What is live and what is being filled.
   *
   * @param digests a game's id or {@code *}: adds the digests of its boards, or of all
   * @return 200; 409 when the positions kept moving while the digests were made
   */
  @ReadOperation
  public WebEndpointResponse<?> report(@Nullable String digests) {
    if (!log.isOpen()) {
      return answer(UNAVAILABLE, "reason", "the log is not open yet");
    }
    keeper.targets();
    Generations found = keeper.known().orElse(Generations.NONE);
    RebuildAnswer.Proof proof = null;
    if (digests != null) {
      Optional<RebuildAnswer.Proof> made = this.digests.of(digests.equals("*") ? null : digests);
      if (made.isEmpty()) {
        return answer(CONFLICT, "reason", "the positions keep moving; ask again");
      }
      proof = made.get();
    }
    return new WebEndpointResponse<>(
        new RebuildAnswer(
            found.readable().map(Generation::id).orElse(null),
            progress.of(found),
            keeper.games().waiting().orElse(null),
            found.readable().flatMap(keeper.store().fills()::lastEnded).orElse(null),
            proof));
  }

  private static WebEndpointResponse<Map<String, Object>> answer(
      int status, String name, Object value) {
    return new WebEndpointResponse<>(Map.of(name, value), status);
  }
}
