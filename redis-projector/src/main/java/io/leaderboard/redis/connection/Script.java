package io.leaderboard.redis.connection;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script of this service, called by its digest. Thread-safe. */
public final class Script {
  private final String text;
  private final String digest;

  private Script(String text) {
    this.text = text;
    this.digest = io.lettuce.core.codec.Base16.digest(StringCodec.UTF8.encodeValue(text));
  }

  /** Reads {@code /redis/<name>.lua}. */
  public static Script named(String name) {
    try (InputStream in = Script.class.getResourceAsStream("/redis/" + name + ".lua")) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + name);
      }
      return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a call; fails with {@link RedisNoScriptException} when the server that has the keys does
   * not have the script.
   *
   * @return the parts of its answer, texts and whole numbers
   */
  public CompletionStage<List<Object>> send(
      RedisClusterAsyncCommands<String, String> redis, String[] keys, String[] args) {
    return redis.evalsha(digest, ScriptOutputType.MULTI, keys, args);
  }

  /** Sends a call together with the script, which the server then keeps. */
  public CompletionStage<List<Object>> sendWhole(
      RedisClusterAsyncCommands<String, String> redis, String[] keys, String[] args) {
    return redis.eval(text, ScriptOutputType.MULTI, keys, args);
  }

  /** Calls a script and waits for the parts of its answer. */
  public List<Object> parts(RedisLink redis, List<String> keys, String... args) {
    return Answers.of(sent(redis, ScriptOutputType.MULTI, keys.toArray(String[]::new), args));
  }

  /**
   * Calls a script and does not wait.
   *
   * @return the parts of its answer
   */
  public CompletionStage<List<Object>> partsLater(RedisLink redis, String[] keys, String... args) {
    return sent(redis, ScriptOutputType.MULTI, keys, args);
  }

  /** Calls a script that returns a number, and waits. */
  public long call(RedisLink redis, String key, String... args) {
    return call(redis, new String[] {key}, args);
  }

  /** Calls a script of several keys that returns a number, and waits. */
  public long call(RedisLink redis, String[] keys, String[] args) {
    return Answers.of(later(redis, keys, args));
  }

  /** Calls a script that returns a number, and does not wait. */
  public CompletionStage<Long> later(RedisLink redis, String[] keys, String... args) {
    return sent(redis, ScriptOutputType.INTEGER, keys, args);
  }

  /** Gives the server that has the keys the script when it does not have it. */
  private <T> CompletionStage<T> sent(
      RedisLink redis, ScriptOutputType output, String[] keys, String... args) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    CompletionStage<T> sent = async.evalsha(digest, output, keys, args);
    return sent.exceptionallyCompose(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return cause instanceof RedisNoScriptException
              ? async.<T>eval(text, output, keys, args)
              : CompletableFuture.failedFuture(failure);
        });
  }
}
