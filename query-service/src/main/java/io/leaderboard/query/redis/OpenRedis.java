package io.leaderboard.query.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * An open connection to one server or to a cluster.
 *
 * @param commands sends to the server that has the key
 * @param topology which servers there are
 */
record OpenRedis(
    StatefulConnection<String, String> connection,
    RedisClusterAsyncCommands<String, String> commands,
    Topology topology) {}
