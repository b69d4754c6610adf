package io.leaderboard.query.board;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.web.CursorText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The last entry of a page: the next page begins behind its place in the order of the board, even
 * when the entry has moved meanwhile.
 */
public record Cursor(Row row) {
  /** Longer than the text of any cursor. */
  public static final int MAX_LENGTH = 512;

  /** Say how the rest is to be read. */
  private static final byte BY_USER = 1;

  private static final byte BY_TIME = 2;

  private static final int HEAD_BYTES = 1 + Long.BYTES;
  private static final Pattern TIME = Pattern.compile("[0-9a-v]{10}");

  /** URL-safe text. */
  String encoded() {
    byte[] member = row.member().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + member.length);
    bytes.put(row.time() == null ? BY_USER : BY_TIME).putLong(row.sortKey()).put(member);
    return CursorText.of(bytes.array());
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  public static Cursor parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(CursorText.bytes(text));
      if (bytes.remaining() > HEAD_BYTES) {
        byte form = bytes.get();
        long sortKey = bytes.getLong();
        String member = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        if (ScaledLong.inRange(sortKey)) {
          return new Cursor(row(form, sortKey, member));
        }
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw CursorText.refused(e);
    }
    throw CursorText.refused();
  }

  /** Refuses a cursor of a board with another order than this one. */
  void requireOf(Ties ties) {
    if (!isOf(ties)) {
      throw CursorText.refused();
    }
  }

  /** Whether it is of a board with that order. */
  boolean isOf(Ties ties) {
    return (row.time() != null) == (ties == Ties.EARLIEST);
  }

  private static Row row(byte form, long sortKey, String member) {
    if (form == BY_USER) {
      return new Row(Identifiers.requireUserId(CursorText.PARAMETER, member), sortKey, null);
    }
    int split = Math.min(SortableTime.LENGTH, member.length());
    String time = member.substring(0, split);
    if (form != BY_TIME || !TIME.matcher(time).matches()) {
      throw CursorText.refused();
    }
    String userId = Identifiers.requireUserId(CursorText.PARAMETER, member.substring(split));
    return new Row(userId, sortKey, time);
  }
}
