-- Writes absolute standings of one partition's users into one shard of a generation that is being
-- filled, before the partition has a position in it.
--
-- KEYS[1]  hash    fill state of the generation: <partition> -> the owner's token
-- KEYS[2]  hash    positions of the shard's bucket
-- KEYS[3]  zset    the board: member -> sort key, smaller is better
-- KEYS[4]  zset    the periods of the board's shard
-- KEYS[5]  hash    user id -> time; only where times are remembered
--
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  text    id of the period
-- ARGV[4]  integer n, count of entries
-- then     n pairs of sort key and member
-- then     with KEYS[5] n pairs of user id and time
--
-- Returns 1, or 0 when the partition has another owner or a position: nothing was changed.
--
-- Who loads again after a crash writes the same values, because both fold the log to the same
-- offset, which stands in the fill state before the first call. So a call may be repeated, and half
-- of them may be missing: what is loaded counts only when the position is set.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]
    or redis.call('HGET', KEYS[2], ARGV[1]) ~= '-1' then
  return 0
end
local entries = 2 * tonumber(ARGV[4])
redis.call('ZADD', KEYS[3], unpack(ARGV, 5, 4 + entries))
redis.call('ZADD', KEYS[4], 0, ARGV[3])
if KEYS[5] then
  redis.call('HSET', KEYS[5], unpack(ARGV, 5 + entries, 4 + 2 * entries))
end
return 1
