package io.leaderboard.events.finals;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.proto.FinalManifest;
import java.time.ZoneId;

/** The part of a manifest that tells of its time and its rules, to bytes and back. */
final class FinalFactsCodec {
  private FinalFactsCodec() {}

  static void encode(FinalFacts facts, FinalManifest.Builder to) {
    to.setLogId(facts.logId());
    if (facts.closedThrough() != Long.MIN_VALUE) {
      to.setClosedThrough(facts.closedThrough());
    }
    if (facts.completeThrough() != Long.MIN_VALUE) {
      to.setCompleteThrough(facts.completeThrough());
    }
    FinalRules rules = facts.rules();
    if (rules != null) {
      to.setRules(message(rules));
    }
  }

  static FinalFacts decode(FinalManifest manifest) {
    return new FinalFacts(
        manifest.getLogId(),
        manifest.hasClosedThrough() ? manifest.getClosedThrough() : Long.MIN_VALUE,
        manifest.hasCompleteThrough() ? manifest.getCompleteThrough() : Long.MIN_VALUE,
        manifest.hasRules() ? rules(manifest.getRules()) : null);
  }

  private static io.leaderboard.events.proto.FinalRules message(FinalRules rules) {
    return io.leaderboard.events.proto.FinalRules.newBuilder()
        .setDecimals(rules.decimals())
        .setTimeZone(rules.timeZone().getId())
        .setClosing(io.leaderboard.events.proto.Closing.valueOf(rules.closing().name()))
        .setAggregation(io.leaderboard.events.proto.Aggregation.valueOf(rules.aggregation().name()))
        .setOrder(io.leaderboard.events.proto.Order.valueOf(rules.order().name()))
        .setMetric(rules.metric())
        .setPeriod(io.leaderboard.events.proto.Period.valueOf(rules.period().name()))
        .setTies(io.leaderboard.events.proto.Ties.valueOf(rules.ties().name()))
        .build();
  }

  private static FinalRules rules(io.leaderboard.events.proto.FinalRules rules) {
    return new FinalRules(
        rules.getDecimals(),
        ZoneId.of(rules.getTimeZone()),
        choice("closing", rules.getClosing(), Closing.class),
        choice("aggregation", rules.getAggregation(), Aggregation.class),
        choice("order", rules.getOrder(), Order.class),
        rules.getMetric(),
        choice("period", rules.getPeriod(), PeriodKind.class),
        choice("ties", rules.getTies(), Ties.class));
  }

  /** Choices have the same names in the schema; one that this version does not know is refused. */
  private static <E extends Enum<E>> E choice(String field, Enum<?> written, Class<E> choices) {
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equals(written.name())) {
        return choice;
      }
    }
    throw new InvalidFieldException(
        field, "is one that this version does not know: " + written.name());
  }
}
