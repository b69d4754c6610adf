-- Ends a fill of games whose editions nobody will read.
--
-- KEYS[1]  hash    lb:generation
-- KEYS[2]  hash    what the fill brings: game -> edition
-- KEYS[3]  hash    editions that are not read: game/edition -> since when
-- ARGV[1]  text    id of the generation
-- ARGV[2]  text    id of the fill
-- ARGV[3]  integer now, milliseconds since 1970
-- ARGV[4]  integer most games in this call, so that it is short
-- ARGV[5]  text    why, for people
--
-- Returns how many of its games are still to be noted; 0 when it is over.
if redis.call('HGET', KEYS[1], ARGV[1] .. '.fill') == ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1] .. '.ended', ARGV[2] .. ' ' .. ARGV[5],
    ARGV[2] .. '.retired', ARGV[3])
  redis.call('HDEL', KEYS[1], ARGV[1] .. '.fill', ARGV[2] .. '.from')
end
local games = redis.call('HSCAN', KEYS[2], '0', 'COUNT', ARGV[4])[2]
for i = 1, #games, 2 do
  redis.call('HSET', KEYS[3], games[i] .. '/' .. games[i + 1], ARGV[3])
  redis.call('HDEL', KEYS[2], games[i])
end
return redis.call('HLEN', KEYS[2])
