-- Notes that a part of the scan has brought all standings of a partition's users to a generation.
--
-- KEYS[1]  hash    fill state of the generation: <partition> -> the owner's token
-- KEYS[2]  hash    the parts that are scanned for the partition: number -> 1
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer number of the part
--
-- Returns 1, or 0 when the partition has another owner or is restored already: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]
    or redis.call('HEXISTS', KEYS[1], 'restored.' .. ARGV[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[3], 1)
return 1
