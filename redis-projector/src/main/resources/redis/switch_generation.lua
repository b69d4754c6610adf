-- Makes the generation that was being filled the live one, if nothing has changed since the caller
-- looked. Readers see the former one or the new one, never anything in between.
--
-- KEYS[1]  hash    lb:generation
-- ARGV[1]  text    the live id that the caller saw, '' for none; it is retired
-- ARGV[2]  text    the id that was being built
-- ARGV[3]  integer now, milliseconds since 1970
--
-- Returns 1, or 0 when somebody was faster and nothing was changed. All keys' types are checked by
-- the first command; after it nothing can fail.

local seen = redis.call('HMGET', KEYS[1], 'live', 'building')
if (seen[1] or '') ~= ARGV[1] or (seen[2] or '') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'live', ARGV[2])
redis.call('HDEL', KEYS[1], 'building', ARGV[2] .. '.goal')
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[1] .. '.retired', ARGV[3])
end
return 1
