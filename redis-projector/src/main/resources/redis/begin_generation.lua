-- Names a generation that is to be filled, if nothing has changed since the caller looked. A fill of
-- games within the live one is over by that: the new generation has the latest rules of all games.
--
-- KEYS[1]  hash    lb:generation
-- ARGV[1]  text    id of the live generation that the caller saw, '' for none
-- ARGV[2]  text    id of the one being built that the caller saw, '' for none; it is retired
-- ARGV[3]  text    the new id
-- ARGV[4]  integer buckets
-- ARGV[5]  integer version of the fold
-- ARGV[6]  text    topic id
-- ARGV[7]  text    goal: for each partition where the log ends now, separated by commas
-- ARGV[8]  integer now, milliseconds since 1970
-- ARGV[9]  text    from: log or standings
--
-- Returns 1, or 0 when somebody was faster and nothing was changed. All keys' types are checked by
-- the first command; after it nothing can fail. Called again it returns 1 again: a caller whose
-- first call was answered into a broken connection must not take its own for somebody else's.

local seen = redis.call('HMGET', KEYS[1], 'live', 'building')
local id = ARGV[3]
if seen[2] == id then
  return 1
end
if (seen[1] or '') ~= ARGV[1] or (seen[2] or '') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'building', id, id .. '.buckets', ARGV[4], id .. '.fold', ARGV[5],
  id .. '.topic', ARGV[6], id .. '.goal', ARGV[7], id .. '.from', ARGV[9])
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[2] .. '.retired', ARGV[8])
end
local fill = ARGV[1] ~= '' and redis.call('HGET', KEYS[1], ARGV[1] .. '.fill')
if fill then
  redis.call('HSET', KEYS[1], fill .. '.retired', ARGV[8],
    ARGV[1] .. '.ended', fill .. ' generation ' .. id .. ' is filled in its place')
  redis.call('HDEL', KEYS[1], ARGV[1] .. '.fill', fill .. '.from')
end
return 1
