package io.leaderboard.ingest.user;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.user.ProfileTable;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.ingest.IngestMetrics;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.NotWrittenException;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.publish.RecordGroup;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogView;
import io.leaderboard.log.UsersTail;
import io.leaderboard.web.Json;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/users/{userId}}. */
@Configuration(proxyBeanMethods = false)
class UserRoutes {
  /** Largest body, in bytes; a profile has up to 1,200, written with escapes six times that. */
  static final int MAX_BODY = 8_192;

  @Bean
  ProfileTable profileTable(UserProperties properties, IngestMetrics metrics) {
    ProfileTable table = new ProfileTable(properties.maxMemory().toBytes());
    metrics.profiles(table::size, table::bytes, table::forgotten);
    return table;
  }

  @Bean(initMethod = "start")
  UsersTail usersTail(
      LogProperties properties, LogView log, ProfileTable table, IngestMetrics metrics) {
    return new UsersTail(properties, log, table, "ingest-users", metrics::profileUnreadable);
  }

  @Bean
  RouterFunction<ServerResponse> userRoute(
      GameWriter log,
      LogProducer producer,
      ProfileTable table,
      UsersTail tail,
      PublishProperties publish) {
    KnownUsers known = new KnownUsers(table, tail, publish.answerWithin());
    Users users = new Users(log, producer, known, publish.answerWithin());
    return Routes.at("/v1/users/{userId}")
        .get(users::get, UserOperations.GET)
        .put(MediaType.APPLICATION_JSON, users::put, UserOperations.PUT)
        .delete(users::delete, UserOperations.DELETE)
        .build();
  }

  private record Users(
      GameWriter log, LogProducer producer, KnownUsers known, Duration answerWithin) {
    Mono<ServerResponse> get(ServerRequest request) {
      String userId = userId(request);
      return known.find(userId, log.partitions()).flatMap(profile -> answer(userId, profile));
    }

    Mono<ServerResponse> put(ServerRequest request) {
      String userId = userId(request);
      return RequestBody.read(request, MAX_BODY)
          .map(body -> ProfileReader.read(body, userId))
          .flatMap(profile -> write(userId, profile).then(answer(userId, profile)));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
      return write(userId(request), null).then(ServerResponse.noContent().build());
    }

    /**
     * @param profile null to erase
     */
    private Mono<Void> write(String userId, @Nullable UserProfile profile) {
      return Mono.defer(
              () -> {
                // Before the log is open its topics need not be what they are checked to be.
                var record = LogRecords.ofUser(userId, profile, log.partitions());
                return RecordGroup.write(producer, List.of(record));
              })
          .onErrorMap(NotWrittenException.class, e -> UserProblems.notWritten(e.why()))
          .timeout(answerWithin, Mono.error(() -> UserProblems.notWritten(NotDelivered.UNKNOWN)))
          .then();
    }

    private static String userId(ServerRequest request) {
      return Identifiers.requireUserId("userId", request.pathVariable("userId"));
    }

    /** What is empty is not there. */
    private static Mono<ServerResponse> answer(String userId, UserProfile profile) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("userId", userId);
      putUnlessEmpty(document, "displayName", profile.displayName());
      putUnlessEmpty(document, "avatarUrl", profile.avatarUrl());
      putUnlessEmpty(document, "country", profile.country());
      return ServerResponse.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .header("Cache-Control", "no-store")
          .bodyValue(Json.write(document));
    }

    private static void putUnlessEmpty(Map<String, Object> document, String name, String text) {
      if (!text.isEmpty()) {
        document.put(name, text);
      }
    }
  }
}
