package io.leaderboard.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** One client of a stream, whose connection takes tickets up when it likes. */
class ViewerTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final List<Publisher<Frame>> tickets = new ArrayList<>();
  private final int[] drops = {0};
  private final Viewer viewer = new Viewer(10, frame("first"), "first", () -> drops[0]++);

  private static Frame frame(String id) {
    return new Frame(id, new byte[0]);
  }

  private String taken(int ticket) {
    return Mono.from(tickets.get(ticket)).map(Frame::id).blockOptional().orElse("nothing");
  }

  @Test
  void howeverMuchIsOfferedToAClientThatReadsNothingOnlyTheLatestWaits() {
    var unused = viewer.tickets().subscribe(tickets::add);
    for (int i = 0; i < 1_000; i++) {
      viewer.offer(frame("state-" + i));
    }
    assertThat(tickets).hasSize(1);
    assertThat(taken(0)).isEqualTo("state-999");
    viewer.offer(frame("state-999"));
    assertThat(tickets).hasSize(1);
    viewer.offer(frame("state-1000"));
    assertThat(tickets).hasSize(2);
    assertThat(taken(1)).isEqualTo("state-1000");
  }

  @Test
  void whoDoesNotTakeATicketUpIsStuckUntilItIsTaken() {
    var unused = viewer.tickets().subscribe(tickets::add);
    assertThat(viewer.isStuck(Duration.ofMinutes(1))).isFalse();
    Awaitility.await().until(() -> viewer.isStuck(PATIENCE));
    assertThat(taken(0)).isEqualTo("first");
    assertThat(viewer.isStuck(Duration.ZERO)).isFalse();
    viewer.drop();
    assertThat(drops[0]).isEqualTo(1);
  }

  @Test
  void aHeartbeatIsSentWhenNothingElseWasAndNeverInPlaceOfAState() {
    var unused = viewer.tickets().subscribe(tickets::add);
    viewer.keepAlive(Duration.ZERO);
    assertThat(taken(0)).isEqualTo("first");
    viewer.keepAlive(Duration.ofMinutes(1));
    assertThat(tickets).hasSize(1);
    viewer.keepAlive(Duration.ZERO);
    assertThat(tickets).hasSize(2);
    viewer.offer(frame("state"));
    assertThat(taken(1)).isEqualTo("state");
  }
}
