package io.leaderboard.query.status;

import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shapes;

/** What the route of the status tells of itself. */
final class StatusOperations {
  static final Operation STATUS =
      Operation.of("operations", "getStatus", "How far everything is behind the log")
          .answers(
              ReadOperations.perhapsFresh(
                  "What is known; what is not is missing", Shapes.record(StatusDocument.class)))
          .examples(
              Example.named("status")
                  .gets(
                      200,
                      """
                      {"generation":"7f3","projectors":[{"name":"redis-projector","partitions":[\
                      {"partition":0,"position":41,"end":42,"lagRecords":0,"lagMs":0}]},\
                      {"name":"cassandra-projector","partitions":[\
                      {"partition":0,"end":42,"lagRecords":42,"lagMs":120}]}]}"""));

  private StatusOperations() {}
}
