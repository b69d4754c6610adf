-- Makes a generation that was being filled the live one, if it holds as much as those that it
-- replaces, every owner applies to it first, and nothing has changed since the caller looked.
-- Readers see the former one or the new one, never anything in between, and never less than before.
--
-- KEYS[1]    hash    lb:generation
-- KEYS[2]    hash    fill state of the new generation: joined.<partition> -> who applies to both;
--                    restored.<partition>, of one that is filled from standings
-- KEYS[3..]  hash    positions: first of all buckets of the new generation, then of all buckets of
--                    those that it replaces
--
-- ARGV[1]  text    field that names the live generation of the same role: live, or live/<gameId>
-- ARGV[2]  text    the id in it that the caller saw, '' for none; it is retired
-- ARGV[3]  text    field that names the new one now: building, or building/<gameId>
-- ARGV[4]  text    the new id
-- ARGV[5]  integer now, milliseconds since 1970
-- ARGV[6]  integer count of buckets of the new generation
-- ARGV[7]  text    id of the generation whose keys of one game are not read any more, '' for none
-- ARGV[8]  text    that game
-- ARGV[9..] pairs of a field and the id in it that the caller saw: replaced too, and retired
--
-- Returns 1; 0 when somebody was faster or it does not hold enough yet, and nothing was changed.
-- Everything that can fail is done before the first write.

local function seen(field)
  return redis.call('HGET', KEYS[1], field) or ''
end

if seen(ARGV[1]) ~= ARGV[2] or seen(ARGV[3]) ~= ARGV[4] then
  return 0
end
for i = 9, #ARGV, 2 do
  if seen(ARGV[i]) ~= ARGV[i + 1] then
    return 0
  end
end

local buckets = tonumber(ARGV[6])
local restored = seen(ARGV[4] .. '.from') == 'standings'
local partition = 0
for goal in string.gmatch(seen(ARGV[4] .. '.goal'), '[^,]+') do
  local reached = nil
  for i = 3, 2 + buckets do
    local position = tonumber(redis.call('HGET', KEYS[i], partition) or -2)
    if not reached or position < reached then
      reached = position
    end
  end
  local replaced = -1
  for i = 3 + buckets, #KEYS do
    replaced = math.max(replaced, tonumber(redis.call('HGET', KEYS[i], partition) or -1))
  end
  if reached < tonumber(goal) - 1 or reached < replaced then
    return 0
  end
  -- Positions say nothing of one whose standings are still to come.
  if restored and redis.call('HEXISTS', KEYS[2], 'restored.' .. partition) == 0 then
    return 0
  end
  -- An owner that does not apply to it yet would get ahead of it right after the switch.
  if replaced >= 0 and redis.call('HEXISTS', KEYS[2], 'joined.' .. partition) == 0 then
    return 0
  end
  partition = partition + 1
end
if partition == 0 then
  return 0
end

redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('HDEL', KEYS[1], ARGV[3], ARGV[4] .. '.goal')
redis.call('DEL', KEYS[2])
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[2] .. '.retired', ARGV[5])
end
if ARGV[7] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[7] .. '.left/' .. ARGV[8], ARGV[5])
end
for i = 9, #ARGV, 2 do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('HSET', KEYS[1], ARGV[i + 1] .. '.retired', ARGV[5])
end
return 1
