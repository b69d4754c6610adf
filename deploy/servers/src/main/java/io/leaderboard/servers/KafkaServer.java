package io.leaderboard.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One Kafka broker that is its own controller, tuned for a small machine and a quick start. Topics
 * are never created by use.
 */
public final class KafkaServer extends LocalServer {
  private static final int STANDARD_MEMORY_MIB = 512;
  private static final int FORMAT_SECONDS = 60;

  private final int controllerPort;

  public KafkaServer(ServerSpec spec, int port, int controllerPort) {
    super("Kafka", ServerProbe.KAFKA, spec, List.of(port, controllerPort));
    this.controllerPort = controllerPort;
  }

  public static KafkaServer onFreePorts(ServerSpec spec) {
    return new KafkaServer(spec, Ports.free(), Ports.free());
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  /**
   * How one of Kafka's own tools is run in a JVM of its own, with as much heap as this broker. Once
   * the broker was started.
   */
  public List<String> toolCommand(String mainClass, List<String> arguments) {
    return java(mainClass, arguments.toArray(String[]::new));
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    new Template("kafka.properties")
        .write(
            properties(),
            Map.of(
                "port",
                port(),
                "controllerPort",
                controllerPort,
                "data",
                dataDirectory().getFileName()));
    new Template("kafka-log4j2.properties").write(logging(), Map.of());
    if (!Files.exists(dataDirectory().resolve("meta.properties"))) {
      format();
    }
  }

  @Override
  List<String> command() {
    List<String> command = java("kafka.Kafka", properties().toString());
    // Not of its tools, which would leave another one.
    sharedClasses().ifPresent(classes -> command.addAll(1, classes.flags()));
    return command;
  }

  @Override
  Optional<SharedClasses> sharedClasses() {
    return sharedClasses(JavaRuntime.running(), ServerUnit.find("kafka"));
  }

  @Override
  int memoryMiB() {
    return spec().memoryMiBOr(STANDARD_MEMORY_MIB);
  }

  private void format() throws IOException, InterruptedException {
    List<String> command =
        java(
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "--cluster-id",
            clusterId(),
            "--config",
            properties().toString());
    Process format =
        new ProcessBuilder(command)
            .directory(spec().directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
            .start();
    if (!format.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS)) {
      format.destroyForcibly().waitFor();
    }
    if (format.exitValue() != 0) {
      throw failedStart("its storage could not be formatted");
    }
  }

  private List<String> java(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JavaRuntime.running().executable().toString());
    command.addAll(
        List.of(
            "-Xmx" + memoryMiB() + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Dlog4j2.configurationFile=" + logging(),
            "-cp",
            ServerUnit.find("kafka").classPath(),
            mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path properties() {
    return configurationDirectory().resolve("kafka.properties");
  }

  private Path logging() {
    return configurationDirectory().resolve("log4j2.properties");
  }

  /**
   * Kafka writes a UUID as 22 characters of Base64; its tools take a leading dash for an option.
   */
  private static String clusterId() {
    UUID id = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replaceFirst("^-", "0");
  }
}
