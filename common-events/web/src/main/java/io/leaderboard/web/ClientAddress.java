package io.leaderboard.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Whom a share belongs to while nobody says who he is: the address that a connection comes from. Of
 * IPv6 it is the network, of which one client has all addresses.
 */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /** Of the client, or of the proxy that is in front of it. */
  public static String of(ServerRequest request) {
    return of(request.remoteAddress().map(InetSocketAddress::getAddress));
  }

  static String of(Optional<InetAddress> address) {
    if (address.isEmpty()) {
      return "";
    }
    if (!(address.get() instanceof Inet6Address)) {
      return address.get().getHostAddress();
    }
    byte[] bytes = address.get().getAddress();
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_BYTES; i += 2) {
      int group = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
      network.append(Integer.toHexString(group)).append(':');
    }
    return network.toString();
  }
}
