package io.leaderboard.servers.testing;

import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ProjectHome;
import io.leaderboard.servers.ServerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Real servers for integration tests, from Docker when an engine answers and as local processes
 * otherwise.
 *
 * <p>The shared ones start when they are first asked for, once per build, and end with it. Tests
 * keep apart by names, see {@link #uniqueName}, and must not harm them; a test that does takes a
 * dedicated server.
 */
public final class TestServers {
  private static final ServerSource SOURCE = announce(ServerSource.choose());
  private static final SharedServers SHARED =
      new SharedServers(ProjectHome.find().resolve("target/test-servers"), Build.current());

  private static final KafkaPool KAFKAS = new KafkaPool();

  private TestServers() {}

  public static KafkaAddress kafka() {
    return SHARED.address(new KafkaKind(), SOURCE);
  }

  public static RedisAddress redis() {
    return SHARED.address(new RedisKind(List.of()), SOURCE);
  }

  public static CassandraAddress cassandra() {
    return SHARED.address(new CassandraKind(false), SOURCE);
  }

  /**
   * A Kafka of this test's own: one without topics and groups, which an earlier test may have given
   * back unharmed. Who uses it brings kafka-clients.
   */
  public static DedicatedServer<KafkaAddress> dedicatedKafka() {
    return KAFKAS.take(() -> dedicated(new KafkaKind()));
  }

  /**
   * A Redis of this test's own.
   *
   * @param options of redis-server's command line, which win over the defaults: {@code
   *     "--appendfsync", "always"}
   */
  public static DedicatedServer<RedisAddress> dedicatedRedis(String... options) {
    return dedicated(new RedisKind(List.of(options)));
  }

  /**
   * A Redis of this test's own that lets in {@code user} with the password {@code users}, and the
   * default user with the password {@code everybodys}. Who uses it brings Lettuce.
   */
  public static DedicatedServer<RedisAddress> redisThatAsksForPasswords() {
    DedicatedServer<RedisAddress> server = dedicatedRedis();
    SecuredRedis.secure(server.address());
    return server;
  }

  public static DedicatedServer<CassandraAddress> dedicatedCassandra() {
    return dedicated(new CassandraKind(false));
  }

  /** One that lets in nobody but {@code cassandra} with the password {@code cassandra}. */
  public static DedicatedServer<CassandraAddress> cassandraThatAsksForPasswords() {
    return dedicated(new CassandraKind(true));
  }

  /**
   * A name that no other test of any build uses: letters, digits and underscores after the prefix,
   * legal for topics and keyspaces.
   */
  public static String uniqueName(String prefix) {
    return prefix + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  private static <A> DedicatedServer<A> dedicated(ServerKind<A> kind) {
    DedicatedServer<A> server =
        switch (SOURCE) {
          case DOCKER -> new ContainerServer<>(kind);
          case LOCAL -> localDedicated(kind);
        };
    boolean serves = false;
    try {
      server.start();
      serves = true;
    } finally {
      if (!serves) {
        server.close();
      }
    }
    return server;
  }

  private static <A> DedicatedServer<A> localDedicated(ServerKind<A> kind) {
    try {
      Path directory = Files.createTempDirectory(SHARED.directory(), "dedicated-" + kind.name());
      LocalServer server = kind.local(ServerSpec.in(directory));
      return new LocalDedicatedServer<>(
          server, kind.address(server.address().getAddress().getHostAddress(), server.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSource announce(ServerSource source) {
    System.err.println(
        switch (source) {
          case DOCKER -> "Test servers: containers of the Docker engine, by Testcontainers";
          case LOCAL -> "Test servers: local processes of deploy/servers";
        });
    return source;
  }
}
