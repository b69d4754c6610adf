package io.leaderboard.redis.connection;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
   * Sends a call; fails with {@link RedisNoScriptException} when Redis does not have the script.
   *
   * @return the parts of its answer, texts and whole numbers
   */
  public CompletionStage<List<Object>> send(
      StatefulRedisConnection<String, String> redis, String[] keys, String[] args) {
    return redis.async().evalsha(digest, ScriptOutputType.MULTI, keys, args);
  }

  /** Gives Redis the script. */
  public void load(StatefulRedisConnection<String, String> redis) {
    redis.sync().scriptLoad(text);
  }

  /** Calls a script and waits for the parts of its answer; loads it when Redis does not have it. */
  public List<Object> parts(
      StatefulRedisConnection<String, String> redis, List<String> keys, String... args) {
    String[] names = keys.toArray(String[]::new);
    try {
      return redis.sync().evalsha(digest, ScriptOutputType.MULTI, names, args);
    } catch (RedisNoScriptException e) {
      // EVAL also keeps it for later.
      return redis.sync().eval(text, ScriptOutputType.MULTI, names, args);
    }
  }

  /** Calls a script that returns a number, and waits; loads it when Redis does not have it. */
  public long call(StatefulRedisConnection<String, String> redis, String key, String... args) {
    return call(redis, new String[] {key}, args);
  }

  /** Calls a script of several keys that returns a number, and waits. */
  public long call(StatefulRedisConnection<String, String> redis, String[] keys, String[] args) {
    try {
      Long answer = redis.sync().evalsha(digest, ScriptOutputType.INTEGER, keys, args);
      return answer;
    } catch (RedisNoScriptException e) {
      // EVAL also keeps it for later.
      Long answer = redis.sync().eval(text, ScriptOutputType.INTEGER, keys, args);
      return answer;
    }
  }
}
