-- Notes in one bucket which fill of games was joined there last by every partition.
--
-- KEYS[1]  hash    who fills which partition of the bucket: joined.<partition> -> who joined it
-- KEYS[2]  hash    state of the bucket: filled -> id of the fill
-- ARGV[1]  integer partitions of the log
-- ARGV[2]  text    id of the fill
--
-- Returns 1, or 0 when some partition has not joined it: nothing was changed. A bucket of a cluster
-- that is set back by itself to before the fill lacks the note that lb:generation has.
for partition = 0, tonumber(ARGV[1]) - 1 do
  if redis.call('HEXISTS', KEYS[1], 'joined.' .. partition) == 0 then
    return 0
  end
end
redis.call('HSET', KEYS[2], 'filled', ARGV[2])
return 1
