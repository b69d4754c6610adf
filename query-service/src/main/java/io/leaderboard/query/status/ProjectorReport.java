package io.leaderboard.query.status;

import io.leaderboard.log.LogEnds;
import io.leaderboard.query.failure.Failure;
import io.leaderboard.query.log.LogNotOpenException;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.redis.RedisUnavailableException;
import io.leaderboard.query.status.StatusDocument.PartitionStatus;
import io.leaderboard.query.status.StatusDocument.ProjectorStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Compares where a projector is with where the log ends. Thread-safe. */
final class ProjectorReport {
  private final OpenLog log;
  private final LogEnds ends;

  ProjectorReport(OpenLog log, LogEnds ends) {
    this.log = log;
    this.ends = ends;
  }

  /** The projector's partitions, or why its store does not say. */
  CompletableFuture<ProjectorStatus> of(Projector projector) {
    return projector
        .positions()
        .thenApply(applied -> new ProjectorStatus(projector.name(), null, partitions(applied)))
        .exceptionally(
            failure -> new ProjectorStatus(projector.name(), reason(failure), List.of()));
  }

  private List<PartitionStatus> partitions(AppliedPositions applied) {
    List<PartitionStatus> all = new ArrayList<>();
    for (int partition = 0; partition < log.partitions(); partition++) {
      long next = applied.next(partition);
      OptionalLong end = ends.end(partition);
      all.add(
          new PartitionStatus(
              partition,
              next == 0 ? null : Long.valueOf(next - 1),
              boxed(end),
              end.isEmpty() ? null : Long.valueOf(Math.max(0, end.getAsLong() - next)),
              boxed(ends.lagMillis(partition, next))));
    }
    return all;
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  /** Only what is away is a status; everything else fails the request. */
  private static String reason(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof RedisUnavailableException away) {
      return String.valueOf(away.getMessage());
    }
    if (cause instanceof PositionsUnknownException unknown) {
      return String.valueOf(unknown.getMessage());
    }
    if (cause instanceof LogNotOpenException closed) {
      return String.valueOf(closed.getMessage());
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }
}
