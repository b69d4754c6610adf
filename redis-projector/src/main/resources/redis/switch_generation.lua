-- Makes a generation that was being filled the live one, if nothing has changed since the caller
-- looked. Readers see the former one or the new one, never anything in between, and never less than
-- before: the caller has sealed those that it replaces and then seen that it holds as much.
--
-- KEYS[1]    hash    lb:generation
--
-- ARGV[1]  text    field that names the live generation of the same role: live, or live/<gameId>
-- ARGV[2]  text    the id in it that the caller saw, '' for none; it is retired
-- ARGV[3]  text    field that names the new one now: building, or building/<gameId>
-- ARGV[4]  text    the new id
-- ARGV[5]  integer now, milliseconds since 1970
-- ARGV[6]  text    id of the generation whose keys of one game are not read any more, '' for none
-- ARGV[7]  text    that game
-- ARGV[8..] pairs of a field and the id in it that the caller saw: replaced too, and retired
--
-- Returns 1; 0 when somebody was faster, and nothing was changed.
--
-- Why it need not look at positions itself, which lie in other slots. Those of the new generation
-- only grow. Those that it replaces are sealed, and the seals stay as long as ARGV[3] names the new
-- one, which is compared here. That every owner has joined is never taken back either.

local function seen(field)
  return redis.call('HGET', KEYS[1], field) or ''
end

if seen(ARGV[1]) ~= ARGV[2] or seen(ARGV[3]) ~= ARGV[4] then
  return 0
end
for i = 8, #ARGV, 2 do
  if seen(ARGV[i]) ~= ARGV[i + 1] then
    return 0
  end
end

redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('HDEL', KEYS[1], ARGV[3], ARGV[4] .. '.goal')
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[2] .. '.retired', ARGV[5])
end
if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[6] .. '.left/' .. ARGV[7], ARGV[5])
end
for i = 8, #ARGV, 2 do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('HSET', KEYS[1], ARGV[i + 1] .. '.retired', ARGV[5])
end
return 1
