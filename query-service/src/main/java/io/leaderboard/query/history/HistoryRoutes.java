package io.leaderboard.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.board.UserRequest;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.history.EventPages.Stretch;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.PageBytes;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that shows what a user did in a game. It needs Cassandra, and nothing of Redis. */
final class HistoryRoutes {
  static final String FROM = "from";
  static final String TO = "to";

  /** Longer than RFC 3339 ever is. */
  private static final int MAX_TIME = 64;

  @JsonPropertyOrder({"items", "next"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventList(List<EventEntry> items, @Nullable String next) {}

  private final OpenLog log;
  private final EventPages events;
  private final HistoryLag lag;

  HistoryRoutes(OpenLog log, EventPages events, HistoryLag lag) {
    this.log = log;
    this.events = events;
    this.lag = lag;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(UserRequest.PATTERN + "/history")
        .get(this::list, HistoryOperations.LIST)
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    UserRequest user = UserRequest.ofPath(request);
    QueryParameters query = QueryParameters.of(request);
    int limit = ListLimit.of(query);
    Stretch stretch = stretch(user, query);
    return Mono.fromFuture(() -> log.game(user.gameId()))
        .map(game -> game.orElseThrow(() -> BoardProblems.unknownGame(log.games(), user.gameId())))
        .flatMap(game -> list(game, stretch, limit));
  }

  private Mono<ServerResponse> list(Game game, Stretch stretch, int limit) {
    // Positions first: what they stand for is there when the events are read. One event more than
    // is shown says whether more follow.
    return Mono.fromFuture(
            () ->
                lag.freshness()
                    .thenCompose(
                        freshness ->
                            events
                                .read(stretch, limit + 1)
                                .thenApply(found -> new Fresh<>(found, freshness))))
        .flatMap(
            found ->
                ReadAnswers.fresh(
                    document(found.value(), limit, game.definition().decimals()),
                    found.freshness()));
  }

  private static Stretch stretch(UserRequest user, QueryParameters query) {
    long from = time(query, FROM, Rfc3339.EARLIEST);
    long to = time(query, TO, Rfc3339.END);
    if (from > to) {
      throw new InvalidFieldException(FROM, "must not be after 'to'");
    }
    EventPlace end = new EventPlace(to, 0);
    EventPlace behind =
        query
            .text(CursorText.PARAMETER, EventPlace.MAX_LENGTH)
            .map(EventPlace::parse)
            .filter(cursor -> cursor.compareTo(end) < 0)
            .orElse(end);
    return new Stretch(user.gameId(), user.userId(), behind, new EventPlace(from, 0));
  }

  private static long time(QueryParameters query, String name, long absent) {
    return query.text(name, MAX_TIME).map(text -> Rfc3339.parse(name, text)).orElse(absent);
  }

  private static EventList document(List<LoggedEvent> found, int limit, int decimals) {
    List<EventEntry> items = new ArrayList<>();
    PageBytes bytes = new PageBytes();
    for (LoggedEvent event : found) {
      EventEntry entry = EventEntry.of(event, decimals);
      if (items.size() == limit || !bytes.take(entry)) {
        return new EventList(items, found.get(items.size() - 1).place().encoded());
      }
      items.add(entry);
    }
    return new EventList(items, null);
  }
}
