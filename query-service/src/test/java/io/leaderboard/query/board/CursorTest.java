package io.leaderboard.query.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.InvalidFieldException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {
  @Test
  void aCursorComesBackAsItWas() {
    for (String user : List.of("a", "é😀", "x".repeat(128), "😀".repeat(32), "a/b:{}")) {
      for (long key : List.of(0L, -1L, 999_999_999_999_999L, -999_999_999_999_999L)) {
        for (String time : new String[] {null, "0000000000", "v9v9v9v9v9"}) {
          Cursor cursor = new Cursor(new Row(user, key, time));
          assertThat(Cursor.parse(cursor.encoded())).isEqualTo(cursor);
          assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+").hasSizeLessThan(Cursor.MAX_LENGTH);
        }
      }
    }
  }

  @Test
  void whatIsNoCursorIsRefusedByName() {
    refused("");
    refused("AQ");
    refused("not base64!");
    refused(bytes(3, 0, "a".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(2, 0, "a".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(2, 0, "0000000000".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(2, 0, "000000000wa".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(1, 0, new byte[0]));
    refused(bytes(1, 1_000_000_000_000_000L, "a".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(1, 0, new byte[] {(byte) 0xff}));
    refused(bytes(1, 0, "..".getBytes(StandardCharsets.UTF_8)));
    refused(bytes(1, 0, "x".repeat(129).getBytes(StandardCharsets.UTF_8)));
    refused("A".repeat(100_000));
  }

  @Test
  void randomBytesNeverFailInAnotherWay() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(3);
      }
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      try {
        assertThat(Cursor.parse(text).encoded()).as("seed %d", seed).isEqualTo(text);
      } catch (InvalidFieldException e) {
        assertThat(e.field()).isEqualTo("cursor");
      }
    }
  }

  @Test
  void aCursorOfABoardInAnotherOrderIsRefused() {
    Cursor byUser = new Cursor(new Row("a", 1, null));
    Cursor byTime = new Cursor(new Row("a", 1, "0000000000"));
    byUser.requireOf(Ties.SHARED);
    byTime.requireOf(Ties.EARLIEST);
    assertThatThrownBy(() -> byUser.requireOf(Ties.EARLIEST))
        .isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> byTime.requireOf(Ties.SHARED))
        .isInstanceOf(InvalidFieldException.class);
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> Cursor.parse(text))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("cursor ");
  }

  private static String bytes(int form, long key, byte[] user) {
    ByteBuffer bytes = ByteBuffer.allocate(9 + user.length);
    bytes.put((byte) form).putLong(key).put(user);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
