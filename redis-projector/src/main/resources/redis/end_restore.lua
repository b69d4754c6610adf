-- Notes that a bucket holds all standings of a partition that were scanned: from here on the log is
-- followed there.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the owner's token
-- KEYS[2]  hash    the parts that are scanned for the partition: number -> 1
-- KEYS[3]  hash    positions of the bucket
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer how many parts there are
-- ARGV[4]  integer the position that says that it is being restored
-- ARGV[5]  integer the position behind which the log is followed
--
-- Returns 1, also when it is restored already; 0 when the partition has another owner; -1 when parts
-- are missing, because Redis lost them since: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[4] then
  return 1
end
if redis.call('HLEN', KEYS[2]) < tonumber(ARGV[3]) then
  return -1
end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[5])
redis.call('DEL', KEYS[2])
return 1
