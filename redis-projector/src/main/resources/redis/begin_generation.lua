-- Names a generation that is to be filled, if nothing has changed since the caller looked.
--
-- KEYS[1]  hash    lb:generation
-- ARGV[1]  text    the live id that the caller saw, '' for none
-- ARGV[2]  text    the id being built that the caller saw, '' for none; it is retired
-- ARGV[3]  text    the new id
-- ARGV[4]  integer buckets
-- ARGV[5]  integer epoch
-- ARGV[6]  text    topic id
-- ARGV[7]  text    goal: for each partition where the log ends now, separated by commas
-- ARGV[8]  integer now, milliseconds since 1970
--
-- Returns 1, or 0 when somebody was faster and nothing was changed. All keys' types are checked by
-- the first command; after it nothing can fail.

local seen = redis.call('HMGET', KEYS[1], 'live', 'building')
if (seen[1] or '') ~= ARGV[1] or (seen[2] or '') ~= ARGV[2] then
  return 0
end
local id = ARGV[3]
redis.call('HSET', KEYS[1], 'building', id, id .. '.buckets', ARGV[4], id .. '.epoch', ARGV[5],
  id .. '.topic', ARGV[6], id .. '.goal', ARGV[7])
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[2] .. '.retired', ARGV[8])
end
return 1
