package io.leaderboard.cli.partitions;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restore-partitions}: undoes partitions that somebody added to score-events. */
@Command(
    name = "restore-partitions",
    description = {
      "Takes partitions away that somebody added to score-events, when they hold nothing.",
      "Copies the topic, makes it anew and copies it back. Stop all services first.",
      "When it is ended, the same command goes on."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class RestorePartitionsCommand implements Callable<Integer> {
  @Mixin private OffsetOption offset;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      description = "Kafka. Default: that of this checkout's stack, 127.0.0.1:9092 + N")
  private @Nullable String servers;

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description = "Further settings of Kafka's clients, such as security.protocol")
  private @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> client = new HashMap<>();
    Path file = config;
    if (file != null) {
      Properties read = new Properties();
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(reader);
      } catch (IOException e) {
        throw new CommandException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
      read.forEach((key, value) -> client.put(String.valueOf(key), value));
    }
    String given = servers;
    client.put("bootstrap.servers", given == null ? "127.0.0.1:" + offset.ports().kafka() : given);
    new PartitionRestore(client, System.out).run();
    return CommandLine.ExitCode.OK;
  }
}
