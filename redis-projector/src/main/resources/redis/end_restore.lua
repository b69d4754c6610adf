-- Notes that a partition of a generation holds all standings that were scanned: from here on the log
-- is followed. The generation is not complete before it has passed every guard, because guards are
-- looked at only while it is being filled.
--
-- KEYS[1]  hash    fill state of the generation: <partition> -> the owner's token
-- KEYS[2]  hash    the parts that are scanned for the partition: number -> 1
-- KEYS[3]  hash    lb:generation
-- ARGV[1]  integer partition
-- ARGV[2]  text    the sender's token
-- ARGV[3]  integer how many parts there are
-- ARGV[4]  text    the field of lb:generation that holds the goal: for each partition the offset behind
--                  the last one that must be applied, separated by commas
--
-- Returns 1; 0 when the partition has another owner; -1 when parts are missing, because Redis lost
-- them since: nothing was changed.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
if redis.call('HLEN', KEYS[2]) < tonumber(ARGV[3]) then
  return -1
end
local guarded = tonumber(redis.call('HGET', KEYS[1], 'guarded.' .. ARGV[1]) or -1)
local goals = {}
for goal in string.gmatch(redis.call('HGET', KEYS[3], ARGV[4]) or '', '[^,]+') do
  if #goals == tonumber(ARGV[1]) and tonumber(goal) <= guarded then
    goal = string.format('%.0f', guarded + 1)
  end
  goals[#goals + 1] = goal
end
if #goals > 0 then
  redis.call('HSET', KEYS[3], ARGV[4], table.concat(goals, ','))
end
redis.call('HSET', KEYS[1], 'restored.' .. ARGV[1], 1)
redis.call('DEL', KEYS[2])
return 1
