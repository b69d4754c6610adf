-- Where users stand in one shard of a board, and how far their bucket is: both of the same moment.
-- Writes nothing.
--
-- KEYS[1]  hash    positions of the bucket: partition -> last applied offset, inclusive
-- KEYS[2]  zset    the board: member -> sort key
-- KEYS[3]  hash    user id -> time, NUL and user id -> the time that decides where it is another, see
--                  apply.lua; only where times are remembered
-- ARGV[1]  text    ties: shared, or earliest: a member is a time and then a user id
-- ARGV[2..]        user ids
--
-- Returns  {count of texts that tell positions, partition, position..., then for each user the sort
--          key ('' for none), the time ('' for none), and the one that decides ('-' for the same, ''
--          for none)}

local answer = redis.call('HGETALL', KEYS[1])
table.insert(answer, 1, tostring(#answer))
local users = {unpack(ARGV, 2)}
local times = KEYS[3] and redis.call('HMGET', KEYS[3], unpack(users)) or {}
local members = {}
for i, user in ipairs(users) do
  members[i] = ARGV[1] == 'earliest' and (times[i] or '') .. user or user
end
local scores = redis.call('ZMSCORE', KEYS[2], unpack(members))
local marks = {}
if KEYS[3] then
  local asked = {}
  for i, user in ipairs(users) do
    asked[i] = '\0' .. user
  end
  marks = redis.call('HMGET', KEYS[3], unpack(asked))
end
for i = 1, #users do
  local held = scores[i] and (not KEYS[3] or times[i])
  answer[#answer + 1] = held and scores[i] or ''
  answer[#answer + 1] = held and times[i] or ''
  answer[#answer + 1] = marks[i] or '-'
end
return answer
