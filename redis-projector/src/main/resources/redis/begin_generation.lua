-- Names a generation that is to be filled, if nothing has changed since the caller looked.
--
-- KEYS[1]  hash    lb:generation
-- ARGV[1]  text    field that names the live generation of the same role: live, or live/<gameId>
-- ARGV[2]  text    the id in it that the caller saw, '' for none
-- ARGV[3]  text    field that names the one being built: building, or building/<gameId>
-- ARGV[4]  text    the id in it that the caller saw, '' for none; it is retired
-- ARGV[5]  text    the new id
-- ARGV[6]  integer buckets
-- ARGV[7]  integer epoch
-- ARGV[8]  text    topic id
-- ARGV[9]  text    goal: for each partition where the log ends now, separated by commas
-- ARGV[10] integer now, milliseconds since 1970
-- ARGV[11] text    from: log or standings
--
-- Returns 1, or 0 when somebody was faster and nothing was changed. All keys' types are checked by
-- the first command; after it nothing can fail.

local seen = redis.call('HMGET', KEYS[1], ARGV[1], ARGV[3])
if (seen[1] or '') ~= ARGV[2] or (seen[2] or '') ~= ARGV[4] then
  return 0
end
local id = ARGV[5]
redis.call('HSET', KEYS[1], ARGV[3], id, id .. '.buckets', ARGV[6], id .. '.epoch', ARGV[7],
  id .. '.topic', ARGV[8], id .. '.goal', ARGV[9], id .. '.from', ARGV[11])
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[4] .. '.retired', ARGV[10])
end
return 1
