package io.leaderboard.query.stream;

import io.leaderboard.web.ProblemException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many streams there are, in all and of each address. Thread-safe. */
final class ViewerPlaces {
  /** A provider gives a customer a network of this size at least. In bytes. */
  private static final int NETWORK = 8;

  private final StreamProperties bounds;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private int taken;

  ViewerPlaces(StreamProperties bounds) {
    this.bounds = bounds;
  }

  /**
   * Takes a place; it must be given back once.
   *
   * @param address see {@link #address}
   * @throws ProblemException 503 or 429 when there is none
   */
  synchronized void take(String address) {
    if (taken >= bounds.maxViewers()) {
      throw StreamProblems.full();
    }
    if (byAddress.getOrDefault(address, 0) >= bounds.maxViewersPerAddress()) {
      throw StreamProblems.tooManyOfAddress(bounds.maxViewersPerAddress());
    }
    taken++;
    byAddress.merge(address, 1, Integer::sum);
  }

  /** Gives a place back. */
  synchronized void giveBack(String address) {
    taken--;
    byAddress.computeIfPresent(address, (known, places) -> places == 1 ? null : places - 1);
  }

  /** How many are taken. */
  synchronized int taken() {
    return taken;
  }

  /** What is counted as one address: of IPv6 the network, since nobody has a single address. */
  static String address(Optional<InetSocketAddress> client) {
    InetAddress address = client.map(InetSocketAddress::getAddress).orElse(null);
    if (address == null) {
      return "";
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(bytes, NETWORK))
        : address.getHostAddress();
  }
}
