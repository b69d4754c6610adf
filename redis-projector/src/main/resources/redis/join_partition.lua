-- Notes that the owner of a partition applies everything to a generation that is being filled
-- before it applies it to the live ones, from now on.
--
-- KEYS[1]  hash    fill state of the generation's first bucket: <partition> -> the last owner's token
-- ARGV[1]  integer partition
-- ARGV[2]  text    the caller's token
--
-- Returns 1, or 0 when the partition has another owner now and nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'joined.' .. ARGV[1], ARGV[2])
return 1
