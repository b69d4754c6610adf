package io.leaderboard.redis.verify;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.DaemonThreads;
import io.leaderboard.log.LogProperties;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.apply.RedisProjection;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.standings.StandingsReader;
import io.leaderboard.redis.standings.StandingsRefusedException;
import io.leaderboard.redis.standings.StandingsSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code /actuator/verify}: one comparison at a time. Thread-safe. */
@Endpoint(id = "verify")
public final class VerifyEndpoint {
  private static final int CONFLICT = 409;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final LogProperties logProperties;
  private final RedisProjection projection;
  private final StandingsSource source;
  private @Nullable VerificationProgress latest;

  /** Compares what {@code keeper} says is live with what {@code source} opens. */
  public VerifyEndpoint(
      RedisLink redis,
      GenerationKeeper keeper,
      FollowedLog log,
      LogProperties logProperties,
      RedisProjection projection,
      StandingsSource source) {
    this.redis = redis;
    this.keeper = keeper;
    this.log = log;
    this.logProperties = logProperties;
    this.projection = projection;
    this.source = source;
  }

  /**
   * Begins to compare, or goes on to read what was found.
   *
   * @param gameId only this game; all when it is not there
   * @param after how many differences of the latest comparison are known: nothing is begun, those
   *     that follow are listed, and these are forgotten
   * @return 202 with its id, 200 with {@code after}; 400, 404, 409 while another runs, or 503 when
   *     a part is away, each with a reason
   */
  @WriteOperation
  public synchronized WebEndpointResponse<?> begin(@Nullable String gameId, @Nullable Long after) {
    return after == null ? begin(gameId) : reportAfter(after);
  }

  private WebEndpointResponse<Map<String, Object>> begin(@Nullable String gameId) {
    if (!log.isOpen()) {
      return answer(UNAVAILABLE, "reason", "the log is not open yet");
    }
    if (latest != null && latest.isRunning()) {
      return answer(CONFLICT, "reason", "another comparison runs: GET /actuator/verify shows it");
    }
    try {
      if (gameId != null) {
        Identifiers.requireName("gameId", gameId);
      }
      var games = log.readGamesToEnd();
      if (gameId != null && games.game(gameId).isEmpty()) {
        return answer(NOT_FOUND, "reason", "no game has the id " + gameId);
      }
      keeper.targets();
      String topicId = log.topicId();
      ComparedBoards boards;
      // Opened once here, so that a Cassandra that is away is told at once.
      try (StandingsReader reader = source.open(topicId)) {
        Map<String, Integer> complete = reader.completeRules(games, log.settings().partitions());
        boards = compared(games, complete, gameId);
      }
      VerificationProgress progress =
          new VerificationProgress(UUID.randomUUID().toString(), gameId, boards.notCompared());
      Verification verification =
          new Verification(
              progress,
              boards,
              () -> source.open(topicId),
              new RedisStandings(redis),
              new LogBetween(logProperties, log.settings().duplicateWindow()),
              new Live());
      DaemonThreads.named("verify").newThread(verification).start();
      latest = progress;
      return answer(ACCEPTED, "id", progress.id());
    } catch (InvalidFieldException e) {
      return answer(BAD_REQUEST, "reason", String.valueOf(e.getMessage()));
    } catch (StandingsRefusedException | VerificationFailedException e) {
      return answer(UNAVAILABLE, "reason", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return answer(UNAVAILABLE, "reason", "Redis or Kafka is away: " + e.getMessage());
    }
  }

  private ComparedBoards compared(
      Games games, Map<String, Integer> complete, @Nullable String gameId) {
    Generations found = keeper.known().orElse(Generations.NONE);
    Generation live =
        found
            .readable()
            .orElseThrow(
                () ->
                    new VerificationFailedException(
                        "Redis has no live generation; wait until it is filled"));
    return ComparedBoards.of(games, live, keeper.games().editions(live, found), complete, gameId);
  }

  /**
   * The latest comparison, with the first of the differences that are not forgotten. It changes
   * nothing: a page of the web can make a browser send a GET.
   *
   * @return 200; 404 when nothing was compared since the start
   */
  @ReadOperation
  public synchronized WebEndpointResponse<?> report() {
    return latest == null ? nothingCompared() : new WebEndpointResponse<>(latest.report());
  }

  private WebEndpointResponse<?> reportAfter(long after) {
    if (latest == null) {
      return nothingCompared();
    }
    return after < 0
        ? answer(BAD_REQUEST, "reason", "after must be 0 or more")
        : new WebEndpointResponse<>(latest.report(after));
  }

  private static WebEndpointResponse<Map<String, Object>> nothingCompared() {
    return answer(NOT_FOUND, "reason", "nothing was compared since the start");
  }

  private static WebEndpointResponse<Map<String, Object>> answer(
      int status, String name, Object value) {
    return new WebEndpointResponse<>(Map.of(name, value), status);
  }

  private final class Live implements Verification.Surroundings {
    @Override
    public int partitions() {
      return log.settings().partitions();
    }

    @Override
    public boolean isStillLive(ComparedBoards boards) {
      Generations found = keeper.store().read();
      return found.readable().filter(boards.generation()::equals).isPresent()
          && boards.areRead(keeper.games().editions(boards.generation(), found));
    }

    @Override
    public Map<Integer, ResumePoint> points(ComparedBoards boards) {
      return projection.pointsOf(boards.generation(), partitions());
    }
  }
}
