package io.leaderboard.query.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Calls of one request, a few of which are under way at a time: Redis answers a connection in turn,
 * so that whoever asks meanwhile waits for those few and not for all.
 *
 * @param <T> what each gives
 */
final class InTurn<T> {
  private final List<Supplier<CompletableFuture<T>>> calls;
  private final List<T> given;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger left;
  private final CompletableFuture<List<T>> all = new CompletableFuture<>();

  private InTurn(List<Supplier<CompletableFuture<T>>> calls) {
    this.calls = calls;
    // Each place is written once, by whoever counts down behind it.
    this.given = new ArrayList<>(Collections.nCopies(calls.size(), null));
    this.left = new AtomicInteger(calls.size());
  }

  /**
   * Makes the calls in their order.
   *
   * @param calls at least one
   * @param atOnce how many are under way at most, from 1
   * @return what each gave, in their order; fails with the first that does, and then begins no more
   */
  static <T> CompletableFuture<List<T>> all(
      List<Supplier<CompletableFuture<T>>> calls, int atOnce) {
    InTurn<T> turn = new InTurn<>(calls);
    for (int i = 0; i < Math.min(atOnce, calls.size()); i++) {
      turn.goOn();
    }
    return turn.all;
  }

  private void goOn() {
    int at = next.getAndIncrement();
    if (at < calls.size() && !all.isDone()) {
      var unused =
          calls
              .get(at)
              .get()
              .whenComplete(
                  (value, failure) -> {
                    if (failure != null) {
                      all.completeExceptionally(failure);
                    } else {
                      given.set(at, value);
                      if (left.decrementAndGet() == 0) {
                        all.complete(List.copyOf(given));
                      } else {
                        goOn();
                      }
                    }
                  });
    }
  }
}
