package io.leaderboard.redis.connection;

import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for the answers to commands that were sent one behind the other. */
public final class Answers {
  private Answers() {}

  /**
   * All of them, in their order. Each comes, or fails, within the command timeout.
   *
   * @throws RedisException when one failed; the others may be done
   */
  public static <T> List<T> of(List<? extends CompletionStage<T>> sent) {
    List<T> answers = new ArrayList<>(sent.size());
    for (CompletionStage<T> each : sent) {
      answers.add(of(each));
    }
    return answers;
  }

  /**
   * One of them.
   *
   * @throws RedisException when it failed
   */
  public static <T> T of(CompletionStage<T> sent) {
    CompletableFuture<T> answer = sent.toCompletableFuture();
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RedisException failure
          ? failure
          : new RedisException(String.valueOf(e.getMessage()), e);
    }
  }
}
