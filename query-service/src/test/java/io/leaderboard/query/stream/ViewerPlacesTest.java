package io.leaderboard.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.web.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams that are open, in all and of each address. */
class ViewerPlacesTest {
  private final ViewerPlaces places =
      new ViewerPlaces(
          new StreamProperties(
              Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(10), 3, 2, 1));

  private static String address(String text) throws UnknownHostException {
    return ViewerPlaces.address(Optional.of(new InetSocketAddress(InetAddress.getByName(text), 1)));
  }

  private static int refused(Runnable take) {
    var problem = new int[1];
    assertThatThrownBy(take::run)
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> problem[0] = refusal.problem().status());
    return problem[0];
  }

  @Test
  void anAddressHasAsManyAsItMayAndAllTogetherHaveAsManyAsThereAre() {
    places.take("a");
    places.take("a");
    assertThat(refused(() -> places.take("a"))).isEqualTo(429);
    places.take("b");
    assertThat(refused(() -> places.take("c"))).isEqualTo(503);
    assertThat(places.taken()).isEqualTo(3);
    places.giveBack("a");
    places.take("c");
    places.giveBack("c");
    places.take("a");
    assertThat(places.taken()).isEqualTo(3);
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6AreOne() throws UnknownHostException {
    assertThat(address("2001:db8:1:2::1")).isEqualTo(address("2001:db8:1:2:ffff::9"));
    assertThat(address("2001:db8:1:2::1")).isNotEqualTo(address("2001:db8:1:3::1"));
    assertThat(address("192.0.2.1")).isNotEqualTo(address("192.0.2.2"));
    assertThat(ViewerPlaces.address(Optional.empty())).isEmpty();
  }
}
