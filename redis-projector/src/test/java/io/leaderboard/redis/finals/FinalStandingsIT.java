package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Final standings of random games on a real Kafka and a real Redis, whoever writes them. */
class FinalStandingsIT extends ClosedLog {
  @Test
  void whatIsClosedIsWrittenOnceAsTheReferenceListsIt() {
    FinalStandings writer = writer();
    writer.round();
    requireFinals();
    writer.round();
    writer().round();
    requireFinals();
    requireRetention();
  }

  @Test
  void aWriterThatDiesInTheMiddleLeavesNothingAndIsFencedWhenItWakes() {
    FinalsTopic died = FinalsTopic.open(logProperties, PROPERTIES, "dies", view.topicId());
    FinalPeriod period = expected.periods().keySet().iterator().next();
    died.begin();
    for (int page = 0; page < 3; page++) {
      died.add(new FinalPage(period, page, List.of(new FinalEntry(1, "nobody", 1, null))));
    }

    writer().round();

    FinalManifest manifest =
        new FinalManifest(period, 0, 1, 1, 0, 3, 3, "none", 0, FinalFacts.UNKNOWN);
    assertThatThrownBy(() -> died.commit(manifest)).isInstanceOf(KafkaException.class);
    died.close();
    writer().round();
    requireFinals();
  }

  @Test
  void theManifestsOfAnOldLogAreCopiedOnceAndNothingIsWrittenAgain() throws Exception {
    writer().round();
    List<FinalManifest> before = manifests();
    // As it was before this topic, and then a copy that broke off.
    empty(Topics.FINAL_MANIFESTS, 1);
    FinalsTopic broke = FinalsTopic.open(logProperties, PROPERTIES, "breaks", view.topicId());
    broke.close();
    empty(Topics.FINAL_MANIFESTS, 1);
    try (KafkaProducer<byte[], byte[]> half = transactional()) {
      half.initTransactions();
      half.beginTransaction();
      FinalManifest one = before.get(0);
      half.send(
              FinalsTopic.manifestRecord(one.period().manifestKey(), FinalRecordCodec.encode(one)))
          .get();
      half.close(Duration.ZERO);
    }

    writer().round();
    assertThat(manifests()).as("%s", seed).containsExactlyInAnyOrderElementsOf(before);
    writer().round();
    requireFinals();
  }

  @Test
  void manifestsSayWhatHeldWhenTheyWereWritten() {
    writer().round();

    Map<String, Long> completeByBoard = new TreeMap<>();
    for (FinalManifest manifest : manifests()) {
      FinalPeriod name = manifest.period();
      Game game = log.games().game(name.gameId()).orElseThrow();
      BoardDefinition board = game.definition().board(name.boardId()).orElseThrow();
      FinalFacts facts = manifest.facts();
      assertThat(facts.logId()).isEqualTo(view.topicId());
      assertThat(facts.rules()).isEqualTo(FinalRules.of(game.definition(), board));
      assertThat(facts.closedThrough()).isGreaterThanOrEqualTo(CLOSED);
      assertThat(facts.completeThrough()).isBetween(manifest.end(), facts.closedThrough());
      completeByBoard.merge(name.gameId() + name.boardId(), facts.completeThrough(), Math::max);
    }
    // With the last of each board, all is complete that is closed.
    assertThat(completeByBoard.values()).allMatch(complete -> complete >= CLOSED);
  }

  @Test
  void onePeriodThatCannotBeWrittenHoldsUpNoOther() {
    FinalPeriod failing = oneInTheMiddle().orElseThrow();
    List<String> keys = keysOf(failing);
    keys.forEach(
        key -> {
          redis.rename(key, "aside:" + key);
          redis.set(key, "not a board");
        });
    FinalStandings writer = writer();
    writer.round();

    assertThat(writer.failing()).isEqualTo(1);
    assertThat(writer.failure()).hasValueSatisfying(s -> assertThat(s).contains(failing.text()));
    Set<FinalPeriod> written =
        manifests().stream().map(FinalManifest::period).collect(Collectors.toSet());
    Set<FinalPeriod> all = new HashSet<>(expected.periods().keySet());
    all.remove(failing);
    assertThat(written).as("%s", seed).isEqualTo(all);
    long end = end(failing);
    assertThat(manifests())
        .filteredOn(each -> each.period().boardId().equals(failing.boardId()))
        .filteredOn(each -> each.period().gameId().equals(failing.gameId()))
        .allMatch(each -> each.facts().completeThrough() < end);

    // It pauses, and is done when the reason has gone.
    keys.forEach(key -> redis.rename("aside:" + key, key));
    Awaitility.await()
        .until(
            () -> {
              writer.round();
              return writer.failing() == 0;
            });
    requireFinals();
    requireRetention();
  }

  @Test
  void twoThatBothBelieveToBeTheOneWriteEachPeriodOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FinalStandings writer = writer();
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 12; round++) {
                  try {
                    writer.round();
                  } catch (RuntimeException e) {
                    assertThat(e).as("fenced").isInstanceOf(KafkaException.class);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    writer().round();

    requireFinals();
    requireRetention();
  }

  @Test
  void aPeriodWithoutItsManifestStaysInRedis() {
    Map<String, Long> before = standings();
    FinalStandings writer =
        writer(
            logId -> {
              throw new KafkaException("away");
            });
    assertThatThrownBy(writer::round).hasMessage("away");

    assertThat(standings()).isEqualTo(before);
    assertThat(expiring()).isEmpty();
  }

  @Test
  void whoDoesNotOwnTheFirstPartitionWritesNothing() {
    RedisLink link = link();
    GenerationKeeper keeper = opened.keeper(link, view);
    keeper.check();
    new FinalStandings(
            view,
            logProperties,
            () -> false,
            keeper,
            link,
            PROPERTIES,
            Clock.systemUTC(),
            new SimpleMeterRegistry())
        .round();

    assertThat(read()).isEmpty();
  }

  private List<String> keysOf(FinalPeriod period) {
    return redis.keys("*:z").stream()
        .filter(
            key -> {
              String[] parts = key.split(":", -1);
              return parts[2].equals(period.gameId())
                  && parts[3].equals(period.boardId())
                  && parts[5].equals(period.period());
            })
        .toList();
  }

  private static KafkaProducer<byte[], byte[]> transactional() {
    Map<String, Object> config = logProperties.clientSettings("half");
    config.put("transactional.id", FinalsTopic.TRANSACTIONAL_ID);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
