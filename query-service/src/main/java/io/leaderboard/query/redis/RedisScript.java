package io.leaderboard.query.redis;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A Lua script beside the class that owns it, run by its digest and sent whole when Redis does not
 * know it (any more): after a restart, a failover or {@code SCRIPT FLUSH}. Thread-safe.
 */
public final class RedisScript {
  private final String text;
  private final String digest;

  private RedisScript(String text) {
    this.text = text;
    this.digest = sha1(text);
  }

  /**
   * Reads a script.
   *
   * @param owner the class beside which the resources lie
   * @param resources parts of the script, in their order
   */
  public static RedisScript of(Class<?> owner, String... resources) {
    StringBuilder text = new StringBuilder();
    for (String resource : resources) {
      text.append(read(owner, resource));
    }
    return new RedisScript(text.toString());
  }

  private static String read(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(resource + " is not beside " + owner.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the script on keys of one bucket. Numbers are passed as text: Lua would round them.
   *
   * @return the array that the script returned: {@code Long}s and {@code String}s
   */
  public CompletableFuture<List<Object>> run(
      RedisReads redis, List<String> keyList, String... argv) {
    String[] keys = keyList.toArray(String[]::new);
    return redis.isReplica()
        ? asRead(redis, keys, argv)
            .exceptionallyCompose(
                failure ->
                    RedisFailures.isUnknownCommand(failure)
                        ? plain(redis, keys, argv)
                        : CompletableFuture.failedFuture(failure))
        : plain(redis, keys, argv);
  }

  private CompletableFuture<List<Object>> plain(RedisReads redis, String[] keys, String[] argv) {
    return redis
        .call(
            commands -> commands.<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, argv))
        .exceptionallyCompose(
            failure ->
                RedisFailures.isUnknownScript(failure)
                    ? redis.call(
                        commands ->
                            commands.<List<Object>>eval(text, ScriptOutputType.MULTI, keys, argv))
                    : CompletableFuture.failedFuture(failure));
  }

  /** So that a replica runs it, and Redis itself refuses a script that would write. */
  private CompletableFuture<List<Object>> asRead(RedisReads redis, String[] keys, String[] argv) {
    return redis
        .call(
            commands ->
                commands.<List<Object>>evalshaReadOnly(digest, ScriptOutputType.MULTI, keys, argv))
        .exceptionallyCompose(
            failure ->
                RedisFailures.isUnknownScript(failure)
                    ? redis.call(
                        commands ->
                            commands.<List<Object>>evalReadOnly(
                                text, ScriptOutputType.MULTI, keys, argv))
                    : CompletableFuture.failedFuture(failure));
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
