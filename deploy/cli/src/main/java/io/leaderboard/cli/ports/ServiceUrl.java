package io.leaderboard.cli.ports;

import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Addresses of services, as {@code --url} takes them. */
public final class ServiceUrl {
  private ServiceUrl() {}

  /** A service of a stack on this machine. */
  public static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * The address that was given.
   *
   * @param port of the example in the error
   * @throws ParameterException when {@code url} is no address of a service
   */
  public static URI checked(URI url, int port, CommandSpec spec) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--url must be like %s, but is %s".formatted(local(port), url));
    }
    return url;
  }
}
