package io.leaderboard.redis.verify;

/** Where one user stands: the key of a standing in both stores. */
record Place(BoardInRedis board, String period, String userId) {}
