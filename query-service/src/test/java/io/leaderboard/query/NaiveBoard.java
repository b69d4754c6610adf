package io.leaderboard.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A board as a list: what ranks and pages must be, computed the slow way. */
public final class NaiveBoard {
  private final boolean higherIsBetter;
  private final Map<String, Long> values = new TreeMap<>();

  public NaiveBoard(boolean higherIsBetter) {
    this.higherIsBetter = higherIsBetter;
  }

  public void put(String user, long value) {
    values.put(user, value);
  }

  public void remove(String user) {
    values.remove(user);
  }

  public Map<String, Long> values() {
    return values;
  }

  public int size() {
    return values.size();
  }

  /** Everyone in the order of the board. */
  public List<String> order() {
    List<String> users = new ArrayList<>(values.keySet());
    users.sort(
        (a, b) -> {
          int byValue = Long.compare(values.get(a), values.get(b));
          int better = higherIsBetter ? -byValue : byValue;
          return better != 0
              ? better
              : Arrays.compareUnsigned(
                  a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        });
    return users;
  }

  /** One more than there are users with a better value. */
  public long rank(String user) {
    long mine = values.get(user);
    return 1 + values.values().stream().filter(v -> higherIsBetter ? v > mine : v < mine).count();
  }
}
