package io.leaderboard.cli.load;

/**
 * The sessions that are played: which game, user and score the n-th has follows from n and the seed
 * alone, whoever sends it and when. Where all users play alike, the first sessions of a game are
 * one of each user, so that a game of n users and more than n sessions has n on its board. Safe for
 * use by several threads.
 */
public final class Sessions {
  /** Scores are 1 to this. */
  public static final int BEST_SCORE = 1_000_000;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** A prime above any number of users, so that multiples of it reach every one of them once. */
  private static final long STRIDE = 2_654_435_761L;

  private final int games;
  private final int users;
  private final boolean everybodyFirst;
  private final UserDraw draw;
  private final long seed;

  public Sessions(int games, int users, Distribution distribution, long seed) {
    this.games = games;
    this.users = users;
    this.everybodyFirst = distribution.zipf().isEmpty();
    this.draw = distribution.over(users);
    this.seed = mix(seed);
  }

  /** How many users each game has. */
  public int users() {
    return users;
  }

  /** The number of its game. */
  public int game(long session) {
    return (int) (session % games);
  }

  /** The number of its user. */
  public int user(long session) {
    long ofGame = session / games;
    return everybodyFirst && ofGame < users
        ? (int) (ofGame * STRIDE % users)
        : draw.user(random(session, 1));
  }

  /** Its score. */
  public long score(long session) {
    return 1 + (((random(session, 2) >>> 32) * BEST_SCORE) >>> 32);
  }

  private long random(long session, int which) {
    return mix(seed + (session * 2 + which) * GOLDEN);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
