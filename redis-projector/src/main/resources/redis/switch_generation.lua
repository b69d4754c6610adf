-- Makes a generation that was being filled the live one, if nothing has changed since the caller
-- looked. Readers see the former one or the new one, never anything in between, and never less than
-- before: the caller has sealed the one that it replaces and then seen that it holds as much.
--
-- KEYS[1]    hash    lb:generation
--
-- ARGV[1]  text    id of the live generation that the caller saw, '' for none; it is retired
-- ARGV[2]  text    the new id
-- ARGV[3]  integer now, milliseconds since 1970
-- ARGV[4]  text    the seal that the live one was compared under; '' when nothing is live
--
-- Returns 1; 0 when somebody was faster, and nothing was changed.
--
-- Why it need not look at positions itself, which lie in other slots. Those of the new generation
-- only grow. Those of the one that it replaces are sealed, and stay so as long as building names the
-- new one and its seal is named, which is compared here. That every owner has joined is never taken
-- back either.
local seal = ARGV[2] .. '.seal'
local seen = redis.call('HMGET', KEYS[1], 'live', 'building', seal)
if (seen[1] or '') ~= ARGV[1] or seen[2] ~= ARGV[2]
  or (ARGV[4] ~= '' and seen[3] ~= ARGV[4]) then
  return 0
end
redis.call('HSET', KEYS[1], 'live', ARGV[2])
redis.call('HDEL', KEYS[1], 'building', ARGV[2] .. '.goal', seal)
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[1] .. '.retired', ARGV[3])
end
return 1
