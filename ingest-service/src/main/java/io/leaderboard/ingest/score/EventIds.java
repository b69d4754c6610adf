package io.leaderboard.ingest.score;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Event ids for those who send none: 128 random bits in 22 characters. Drawn from the secure source
 * in blocks of 256, one block a thread, because that source takes a lock and a system call each
 * time.
 */
final class EventIds {
  private static final int ID_BYTES = 16;
  private static final int BLOCK_BYTES = 256 * ID_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final ThreadLocal<Block> BLOCKS = ThreadLocal.withInitial(Block::new);

  private static final class Block {
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;
  }

  private EventIds() {}

  /** A new one. Thread-safe. */
  static String next() {
    Block block = BLOCKS.get();
    if (block.used == BLOCK_BYTES) {
      RANDOM.nextBytes(block.bytes);
      block.used = 0;
    }
    int from = block.used;
    block.used += ID_BYTES;
    return ENCODER.encodeToString(Arrays.copyOfRange(block.bytes, from, block.used));
  }
}
