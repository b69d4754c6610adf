-- Joins a partition of a fill of games in one bucket: from here on the bucket's own position stands
-- for the filled editions too, and whoever applies to the bucket must fold them.
--
-- KEYS[1]  hash    who fills which partition of the bucket: <partition> -> the owner's token;
--                  joined.<partition> -> who joined it
-- KEYS[2]  hash    positions of the bucket
-- KEYS[3]  hash    positions of the fill in the bucket
-- KEYS[4]  hash    state of the bucket: joins.<partition> -> how many fills were joined there
-- ARGV[1]  integer partition
-- ARGV[2]  text    the caller's token; '' to join a partition that has no record and no owner yet
--
-- Returns the count of joins of the partition, this one included; also when it was joined before.
--          0 when the partition has another owner, or any where the caller is none: nothing changed
--          -1 when the fill is not where the bucket is: nothing was changed
--
-- Why no event is lost or folded twice. Both positions are equal in this very call, so that the
-- editions hold what the bucket holds. Whoever applies later names the count of joins that it knows
-- of (apply.lua), which this call raises: one that does not fold the editions is turned away. What it
-- had applied before this call moved the bucket's position, and then they were not equal.
local joined = 'joined.' .. ARGV[1]
local joins = 'joins.' .. ARGV[1]
if redis.call('HEXISTS', KEYS[1], joined) == 1 then
  return tonumber(redis.call('HGET', KEYS[4], joins))
end
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return 0
end
local position = redis.call('HGET', KEYS[2], ARGV[1])
if not position or position ~= redis.call('HGET', KEYS[3], ARGV[1])
  or (ARGV[2] == '' and position ~= '-1') then
  return -1
end
redis.call('HSET', KEYS[1], joined, ARGV[2])
redis.call('HDEL', KEYS[3], ARGV[1])
return redis.call('HINCRBY', KEYS[4], joins, 1)
