-- Finds where users stand on one shard of a board. Reads only.
--
-- KEYS[1]   sorted set  the shard: member -> sort key, smaller is better, equal ones by member
-- KEYS[2]   hash        user id -> time, on boards where the earliest is ahead
-- ARGV[1]   string      'shared' or 'earliest': how equal sort keys are ranked
-- ARGV[2..] string      user ids, at most 500
--
-- Returns {total, user id, ahead, sort key, time, user id, ...}: four for each user who is there
--   total     integer  entries of the whole shard
--   ahead     integer  how many of them are ahead: the rank is one more
--   sort key  string   Redis' own formatting of a number of at most 15 digits, which is exact
--   time      string   what the member begins with, '' where equal ones share their rank

local board, times = KEYS[1], KEYS[2]
local found = {redis.call('ZCARD', board)}
for i = 2, #ARGV do
  local user = ARGV[i]
  -- Without a time the bare text is no member of this user, but may be one of another's.
  local time = ARGV[1] ~= 'earliest' and '' or redis.call('HGET', times, user)
  local key = time and redis.call('ZSCORE', board, time .. user)
  if key then
    local ahead
    if ARGV[1] == 'earliest' then
      ahead = redis.call('ZRANK', board, time .. user)
    else
      ahead = redis.call('ZCOUNT', board, '-inf', '(' .. key)
    end
    found[#found + 1] = user
    found[#found + 1] = ahead
    found[#found + 1] = key
    found[#found + 1] = time
  end
end
return found
