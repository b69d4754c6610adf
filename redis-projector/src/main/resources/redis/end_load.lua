-- Gives a bucket of a generation its first position in a partition that was loaded.
--
-- KEYS[1]  hash    fill state of the generation: <partition> -> the owner's token
-- KEYS[2]  hash    positions of the bucket
-- KEYS[3]  hash    what is closed in the bucket: partition/game -> through, ms since 1970
--
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer offset
-- ARGV[4..]        pairs of field and value of KEYS[3]
--
-- Returns 1, or 0 when the partition has another owner or a position: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]
    or redis.call('HGET', KEYS[2], ARGV[1]) ~= '-1' then
  return 0
end
if #ARGV > 3 then
  redis.call('HSET', KEYS[3], unpack(ARGV, 4))
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
