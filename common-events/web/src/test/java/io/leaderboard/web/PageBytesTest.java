package io.leaderboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PageBytesTest {
  /** With the two quotes that JSON puts around it. */
  private static final String HALF = "x".repeat(PageBytes.MAX / 2 - 2);

  private final PageBytes page = new PageBytes();

  @Test
  void takesAsMuchAsAPageMayHold() {
    assertThat(page.take(HALF)).isTrue();
    assertThat(page.take(HALF)).isTrue();
    assertThat(page.take("")).isFalse();
  }

  @Test
  void takesOneEntryHoweverLongItIs() {
    assertThat(page.take(HALF + HALF + HALF)).isTrue();
    assertThat(page.take("")).isFalse();
  }
}
