package io.leaderboard.cli.load;

/**
 * The ids of users: a letter and as many digits for all of a run, so that their order is that of
 * their numbers. Behind the users stand the probes.
 */
record UserNames(int users) {
  /** Users whose scores are looked for in the top of a board. */
  static final int PROBES = 8;

  int digits() {
    return Integer.toString(users).length();
  }

  String of(int user) {
    if (user >= users) {
      return "z" + (user - users);
    }
    String number = Integer.toString(user);
    return "u" + "0".repeat(digits() - number.length()) + number;
  }

  /** The number of that id, -1 when nobody here has it. */
  int number(String id) {
    if (id.length() == 2 && id.charAt(0) == 'z') {
      int probe = id.charAt(1) - '0';
      return probe >= 0 && probe < PROBES ? users + probe : -1;
    }
    if (id.length() != digits() + 1 || id.charAt(0) != 'u') {
      return -1;
    }
    int number = 0;
    for (int i = 1; i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number < users ? number : -1;
  }
}
