-- Has one shard of one board of a closed period leave Redis: it is listed no more, and its keys
-- expire together.
--
-- KEYS[1]  zset    the periods of the board's shard
-- KEYS[2]  zset    the shard of the board in the period
-- KEYS[3]  hash    its times, where they are remembered
-- ARGV[1]  text    id of the period
-- ARGV[2]  integer milliseconds until the keys expire
--
-- Returns 1 when it was listed, else 0: then nothing was changed, also not when it expires. The
-- only command that can fail is the first.

if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
return 1
