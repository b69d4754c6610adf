package io.leaderboard.servers;

import java.util.ArrayList;
import java.util.List;

/**
 * One Redis server. Unless options say otherwise it keeps an append-only file that is flushed every
 * second, and refuses writes rather than evict when its memory is full.
 */
public final class RedisServer extends LocalServer {
  private final RedisBinary binary;
  private final List<String> options;

  /** The installed server or the bundled one, whichever {@link RedisBinary} prefers. */
  public RedisServer(ServerSpec spec, int port) {
    this(spec, port, RedisBinary.preferred(), List.of());
  }

  /**
   * @param options further ones of redis-server's command line, such as {@code "--cluster-enabled",
   *     "yes"}; they win over the defaults
   */
  public RedisServer(ServerSpec spec, int port, RedisBinary binary, List<String> options) {
    super("Redis", ServerProbe.REDIS, spec, List.of(port));
    this.binary = binary;
    this.options = List.copyOf(options);
  }

  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  public RedisBinary binary() {
    return binary;
  }

  @Override
  void prepare() {}

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(binary.executable().toString());
    command.addAll(List.of("--port", Integer.toString(port()), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", dataDirectory().toString(), "--daemonize", "no"));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
    command.addAll(List.of("--maxmemory", memoryMiB() + "mb", "--maxmemory-policy", "noeviction"));
    command.addAll(options);
    return command;
  }

  @Override
  int memoryMiB() {
    return spec().memoryMiB();
  }
}
