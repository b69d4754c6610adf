-- Notes through which offset a partition is about to be loaded into a generation. It never changes
-- once it is there.
--
-- KEYS[1]  hash    fill state of the generation: <partition> -> the owner's token
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer offset
--
-- Returns 1, or 0 when the partition has another owner: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSETNX', KEYS[1], 'loading.' .. ARGV[1], ARGV[3])
return 1
