package io.leaderboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static String address(String text) throws UnknownHostException {
    return ClientAddress.of(Optional.of(InetAddress.getByName(text)));
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6AreOne() throws UnknownHostException {
    assertThat(address("2001:db8:1:2::1")).isEqualTo(address("2001:db8:1:2:ffff::9"));
    assertThat(address("2001:db8:1:2::1")).isNotEqualTo(address("2001:db8:1:3::1"));
    assertThat(address("192.0.2.1")).isNotEqualTo(address("192.0.2.2"));
    assertThat(ClientAddress.of(Optional.empty())).isEmpty();
  }
}
