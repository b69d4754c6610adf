-- Gives a bucket of a generation its first position in a partition that was loaded.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the owner's token
-- KEYS[2]  hash    positions of the bucket
-- KEYS[3]  hash    what is closed in the bucket as of the partition: game -> through, ms since 1970
--
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer the position that says through which offset it is being loaded
-- ARGV[4]  integer that offset
-- ARGV[5..]        pairs of field and value of KEYS[3]
--
-- Returns 1, or 0 when the partition has another owner, a position, or is being loaded through
-- another offset: nothing was changed. A bucket that nothing was loaded into has no position yet.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
local position = redis.call('HGET', KEYS[2], ARGV[1])
if position ~= '-1' and position ~= ARGV[3] then
  return 0
end
-- In pieces: Lua takes no more than some thousand values at once.
for first = 5, #ARGV, 1000 do
  redis.call('HSET', KEYS[3], unpack(ARGV, first, math.min(first + 999, #ARGV)))
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
return 1
