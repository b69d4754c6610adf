-- Reads a user and who stands next to that user, on a board of one shard: the rank and the
-- neighbours are of the same moment. Reads only.
--
-- KEYS[1]  sorted set  the board: member -> sort key, smaller is better, equal ones by member
-- KEYS[2]  hash        user id -> time, on boards where the earliest is ahead
-- ARGV[1]  string      'shared' or 'earliest': how equal sort keys are ranked
-- ARGV[2]  string      user id
-- ARGV[3]  integer     how many entries on either side at most, 1 to 50
--
-- Returns {total} when the user does not stand on the board, else
--         {total, start, better, {member, sort key, member, sort key, ...}}
--   total   integer    entries of the whole board
--   start   integer    how many entries stand before the first
--   better  integer    how many entries have a smaller sort key than the first
--   sort keys are text: Redis' own formatting of a number of at most 15 digits is exact

local board = KEYS[1]
-- Without a time the bare text is no member of this user, but may be one of another's.
local time = ARGV[1] ~= 'earliest' and '' or redis.call('HGET', KEYS[2], ARGV[2])
local total = redis.call('ZCARD', board)
local at = time and redis.call('ZRANK', board, time .. ARGV[2])
if not at then
  return {total}
end
local start = math.max(0, at - tonumber(ARGV[3]))
local rows = redis.call('ZRANGE', board, start, at + tonumber(ARGV[3]), 'WITHSCORES')
return {total, start, redis.call('ZCOUNT', board, '-inf', '(' .. rows[2]), rows}
