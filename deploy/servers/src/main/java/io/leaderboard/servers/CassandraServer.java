package io.leaderboard.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Cassandra node. It runs on Java 17, whatever runs this code. */
public final class CassandraServer extends LocalServer {
  private static final int STANDARD_MEMORY_MIB = 1024;

  /** answer, SUPPORTED. */
  private final int storagePort;

  private final boolean asksForPassword;

  public CassandraServer(ServerSpec spec, int port, int storagePort) {
    this(spec, port, storagePort, false);
  }

  private CassandraServer(ServerSpec spec, int port, int storagePort, boolean asksForPassword) {
    super("Cassandra", ServerProbe.CASSANDRA, spec, List.of(port, storagePort));
    this.storagePort = storagePort;
    this.asksForPassword = asksForPassword;
  }

  public static CassandraServer onFreePorts(ServerSpec spec) {
    return new CassandraServer(spec, Ports.free(), Ports.free());
  }

  /** One that lets in nobody but {@code cassandra} with the password {@code cassandra}. */
  public static CassandraServer askingForPasswords(ServerSpec spec) {
    return new CassandraServer(spec, Ports.free(), Ports.free(), true);
  }

  public InetSocketAddress contactPoint() {
    return address();
  }

  public String datacenter() {
    return "datacenter1";
  }

  @Override
  void prepare() throws IOException {
    new Template("cassandra.yaml")
        .write(
            configuration(),
            Map.of(
                "port",
                port(),
                "storagePort",
                storagePort,
                "data",
                quoted(dataDirectory()),
                "authenticator",
                asksForPassword ? "PasswordAuthenticator" : "AllowAllAuthenticator"));
    new Template("cassandra-logback.xml").write(logging(), Map.of());
  }

  /** Between single quotes of YAML. */
  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }

  @Override
  List<String> command() {
    ServerUnit unit = ServerUnit.find("cassandra");
    int memory = memoryMiB();
    List<String> command = new ArrayList<>();
    command.add(JavaRuntime.seventeen().executable().toString());
    command.addAll(
        List.of(
            // It grows when it is used: idle it then takes 180 MB less than with half of its limit.
            "-Xms" + memory / 8 + "m",
            "-Xmx" + memory + "m",
            "-XX:MaxDirectMemorySize=" + memory + "m",
            "-javaagent:" + unit.jar("jamm-"),
            "-Dcassandra.config=" + configuration().toUri(),
            "-Dcassandra.storagedir=" + dataDirectory(),
            "-Dlogback.configurationFile=" + logging()));
    command.addAll(flags());
    sharedClasses()
        .ifPresent(
            classes -> {
              // The agent measures objects and changes no class.
              command.addAll(
                  List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent"));
              command.addAll(classes.flags());
            });
    command.addAll(
        List.of("-cp", unit.classPath(), "org.apache.cassandra.service.CassandraDaemon"));
    return command;
  }

  @Override
  int memoryMiB() {
    return spec().memoryMiBOr(STANDARD_MEMORY_MIB);
  }

  @Override
  Optional<SharedClasses> sharedClasses() {
    return sharedClasses(JavaRuntime.seventeen(), ServerUnit.find("cassandra"));
  }

  private static List<String> flags() {
    try {
      return new Template("cassandra-jvm17.options")
          .text()
          .lines()
          .filter(line -> line.startsWith("-"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("a resource of this jar is unreadable", e);
    }
  }

  private Path configuration() {
    return configurationDirectory().resolve("cassandra.yaml");
  }

  private Path logging() {
    return configurationDirectory().resolve("logback.xml");
  }
}
