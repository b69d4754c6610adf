-- Notes that a part of the scan has brought all its standings of a partition's users to a bucket.
--
-- KEYS[1]  hash    fill state of the bucket: <partition> -> the owner's token
-- KEYS[2]  hash    the parts that are scanned for the partition: number -> 1
-- KEYS[3]  hash    positions of the bucket; less than -1 as long as the partition is being restored
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer number of the part
--
-- Returns 1, also when the bucket is restored already and nothing was changed; 0 when the partition
-- has another owner: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
if tonumber(redis.call('HGET', KEYS[3], ARGV[1])) < -1 then
  redis.call('HSET', KEYS[2], ARGV[3], 1)
end
return 1
