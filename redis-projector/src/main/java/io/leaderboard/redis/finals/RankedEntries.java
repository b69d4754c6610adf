package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a board in rank order, its shards merged, read piece by piece: it holds at most
 * {@value #PIECE} entries of each shard. Right for boards that do not change meanwhile.
 */
final class RankedEntries implements Iterator<FinalEntry> {
  private static final int PIECE = 500;

  private static final class Member {
    private final long sortKey;
    private final String text;
    private final byte[] bytes;

    Member(long sortKey, String text) {
      this.sortKey = sortKey;
      this.text = text;
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** One shard; Redis orders it by sort key and then by the members' bytes. */
  private final class Shard {
    private final String key;
    private final Deque<Member> piece = new ArrayDeque<>();
    private long next;

    Shard(String key) {
      this.key = key;
    }

    @Nullable Member first() {
      if (piece.isEmpty()) {
        List<ScoredValue<String>> read =
            redis.commands().zrangeWithScores(key, next, next + PIECE - 1);
        for (ScoredValue<String> entry : read) {
          piece.add(new Member((long) entry.getScore(), entry.getValue()));
        }
        next += read.size();
      }
      return piece.peekFirst();
    }
  }

  private record Head(Member member, Shard shard) {}

  private final RedisLink redis;
  private final BoardRules rules;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          Comparator.comparingLong((Head head) -> head.member().sortKey)
              .thenComparing(head -> head.member().bytes, Arrays::compareUnsigned));
  private long place;
  private long rank;
  private long lastSortKey;

  RankedEntries(RedisLink redis, BoardRules rules, List<String> sortedSets) {
    this.redis = redis;
    this.rules = rules;
    sortedSets.forEach(key -> advance(new Shard(key)));
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public FinalEntry next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    Member member = head.member();
    head.shard().piece.removeFirst();
    advance(head.shard());
    place++;
    boolean earliest = rules.board().ties() == Ties.EARLIEST;
    boolean shares = !earliest && place > 1 && member.sortKey == lastSortKey;
    rank = shares ? rank : place;
    lastSortKey = member.sortKey;
    return new FinalEntry(
        rank,
        earliest ? member.text.substring(SortableTime.LENGTH) : member.text,
        rules.sortKey(member.sortKey),
        earliest ? SortableTime.decode(member.text) : null);
  }

  private void advance(Shard shard) {
    Member first = shard.first();
    if (first != null) {
      heads.add(new Head(first, shard));
    }
  }
}
