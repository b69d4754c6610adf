package io.leaderboard.query.status;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.generation.RebuildShares;
import io.leaderboard.query.status.StatusDocument.ProjectorStatus;
import io.leaderboard.query.status.StatusDocument.Rebuild;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.Routes;
import java.util.List;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The route that says how far everything is. It answers whatever is away. */
final class StatusRoutes {
  private final LiveGeneration live;
  private final RebuildShares progress;
  private final FreshReads reads;
  private final ProjectorReport report;
  private final List<Projector> projectors;

  StatusRoutes(
      LiveGeneration live,
      RebuildShares progress,
      FreshReads reads,
      ProjectorReport report,
      List<Projector> projectors) {
    this.live = live;
    this.progress = progress;
    this.reads = reads;
    this.report = report;
    this.projectors = List.copyOf(projectors);
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at("/v1/status").get(this::status, StatusOperations.STATUS).build();
  }

  private Mono<ServerResponse> status(ServerRequest request) {
    Mono<List<ProjectorStatus>> reports =
        Flux.fromIterable(projectors)
            .concatMap(projector -> Mono.fromFuture(() -> report.of(projector)))
            .collectList();
    Mono<Generations> generations =
        Mono.fromFuture(live::generations).onErrorReturn(Generations.NONE);
    return Mono.zip(reports, generations, generations.flatMap(this::rebuild), freshness())
        .flatMap(
            all -> {
              Generation readable = all.getT2().readable().orElse(null);
              StatusDocument document =
                  new StatusDocument(
                      readable == null ? null : readable.id(),
                      all.getT3().orElse(null),
                      all.getT1());
              return ReadAnswers.fresh(document, all.getT4());
            });
  }

  private Mono<Optional<Rebuild>> rebuild(Generations generations) {
    String filled = generations.filling().map(Generation::id).orElse(generations.fill());
    return filled.isEmpty()
        ? Mono.just(Optional.empty())
        : Mono.fromFuture(() -> progress.of(generations))
            .map(
                share ->
                    Optional.of(
                        new Rebuild(filled, share.applied(), share.total(), share.percent())))
            .onErrorReturn(Optional.empty());
  }

  private Mono<Optional<Freshness>> freshness() {
    return Mono.fromFuture(reads::overall)
        .map(Optional::of)
        .onErrorResume(unknown -> Mono.just(Optional.empty()));
  }
}
