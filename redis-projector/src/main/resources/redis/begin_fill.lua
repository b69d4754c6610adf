-- Names a fill of games within the live generation, if nothing else is being filled.
--
-- KEYS[1]  hash    lb:generation
-- KEYS[2]  hash    what it brings: game -> edition; written before
-- ARGV[1]  text    id of the live generation that the caller saw
-- ARGV[2]  text    id of the fill
-- ARGV[3]  text    from: log or standings
--
-- Returns 1, or 0 when another generation is live or being filled, or another fill of games, and
-- nothing was changed. Called again it returns 1 again: a caller whose first call was answered into
-- a broken connection must not take its own fill for somebody else's.
local seen = redis.call('HMGET', KEYS[1], 'live', 'building', ARGV[1] .. '.fill')
if seen[3] == ARGV[2] then
  return 1
end
if seen[1] ~= ARGV[1] or (seen[2] or '') ~= '' or seen[3] or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1] .. '.fill', ARGV[2], ARGV[2] .. '.of', ARGV[1],
  ARGV[2] .. '.from', ARGV[3])
return 1
