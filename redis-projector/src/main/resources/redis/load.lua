-- Writes absolute standings of one partition's users into one shard of a generation that is being
-- filled, before the partition has a position in the shard's bucket.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the owner's token
-- KEYS[2]  hash    positions of the bucket
-- KEYS[3]  zset    the board: member -> sort key, smaller is better
-- KEYS[4]  hash    user id -> time; untouched where times are not remembered
-- KEYS[5]  zset    the periods of the board's shard; not on a board of all time
--
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer the position that says through which offset the partition is being loaded here
-- ARGV[4]  text    id of the period
-- ARGV[5]  integer n, count of entries
-- then     n pairs of sort key and member
-- then     where times are remembered pairs of field and time, see apply.lua
--
-- Returns 1, or 0 when the partition has another owner, a position, or is being loaded through
-- another offset: nothing was changed.
--
-- Why a former owner does no harm. Its token is gone from this bucket before the next owner looks at
-- the bucket's position, so what it sends later changes nothing; and what it sent before says in the
-- position through which offset, with the first standing it wrote. The next owner loads through the
-- same one and writes the same values: both are what the log gives up to there. So a call may be
-- repeated, and half of them may be missing: what is loaded counts only when the position is set,
-- which end_load.lua does. Nothing else is needed of other buckets, so that each may be set back or
-- lost by itself: token, position and standings of a bucket are always of one moment.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
local position = redis.call('HGET', KEYS[2], ARGV[1])
if position ~= '-1' and position ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
local entries = 2 * tonumber(ARGV[5])
redis.call('ZADD', KEYS[3], unpack(ARGV, 6, 5 + entries))
if #ARGV > 5 + entries then
  redis.call('HSET', KEYS[4], unpack(ARGV, 6 + entries))
end
if KEYS[5] then
  redis.call('ZADD', KEYS[5], 0, ARGV[4])
end
return 1
