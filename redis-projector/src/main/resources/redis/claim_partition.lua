-- Notes in one bucket who owns a partition of a generation that is being filled. A former owner can
-- load or restore nothing into the bucket any more, nor join the partition.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the last owner's token
-- ARGV[1]  integer partition
-- ARGV[2]  text    the caller's token
--
-- Returns 1 when a former owner had joined, as the first bucket knows: then the caller applies to it
-- first from the start, as the switch relies on it; else 0.

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return redis.call('HEXISTS', KEYS[1], 'joined.' .. ARGV[1])
