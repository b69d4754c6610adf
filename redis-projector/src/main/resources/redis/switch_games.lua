-- Has readers of some games use the editions that a fill brought, if nothing has changed since the
-- caller saw that every partition has joined it in every bucket. Readers of a game find its former
-- edition or the new one, and all of its boards go over at once.
--
-- KEYS[1]  hash    lb:generation
-- KEYS[2]  hash    what the fill brings: game -> edition; what is switched goes from it
-- KEYS[3]  hash    the generation's editions: game -> edition
-- KEYS[4]  hash    editions that are not read any more: game/edition -> since when
-- ARGV[1]  text    id of the live generation
-- ARGV[2]  text    id of the fill
-- ARGV[3]  text    names this switch, never used before
-- ARGV[4]  integer now, milliseconds since 1970
-- ARGV[5]  integer most games to switch in this call, so that it is short
--
-- Returns how many games are still to be switched; 0 ends the fill. -1 when the generation is not
-- live any more or the fill was given up: nothing was changed.
local seen = redis.call('HMGET', KEYS[1], 'live', ARGV[1] .. '.fill')
if seen[1] ~= ARGV[1] or seen[2] ~= ARGV[2] then
  return -1
end
local games = redis.call('HSCAN', KEYS[2], '0', 'COUNT', ARGV[5])[2]
for i = 1, math.min(#games, 2 * tonumber(ARGV[5])), 2 do
  local former = redis.call('HGET', KEYS[3], games[i]) or '1'
  redis.call('HSET', KEYS[4], games[i] .. '/' .. former, ARGV[4])
  redis.call('HSET', KEYS[3], games[i], games[i + 1])
  redis.call('HDEL', KEYS[2], games[i])
end
redis.call('HSET', KEYS[1], ARGV[1] .. '.switched', ARGV[3])
local rest = redis.call('HLEN', KEYS[2])
if rest == 0 then
  redis.call('HSET', KEYS[1], ARGV[1] .. '.filled', ARGV[2], ARGV[1] .. '.ended', ARGV[2],
    ARGV[2] .. '.retired', ARGV[4])
  redis.call('HDEL', KEYS[1], ARGV[1] .. '.fill', ARGV[2] .. '.from')
end
return rest
