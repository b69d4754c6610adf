-- Reads the entries of one shard next to a place in the order of the board. Reads only. Behind
-- place.lua.
--
-- KEYS[1]  sorted set  the shard: member -> sort key, smaller is better, equal ones by member
-- ARGV[1]  integer     sort key of the place
-- ARGV[2]  string      member of the place, which need not be in this shard
-- ARGV[3]  integer     how many entries on either side at most, 1 to 50
--
-- Returns {total, before, {member, sort key, member, sort key, ...}}
--   total   integer    entries of the whole shard
--   before  integer    how many entries stand before the place
--   sort keys are text: Redis' own formatting of a number of at most 15 digits is exact

local board = KEYS[1]
local radius = tonumber(ARGV[3])
local before = place(board, ARGV[1], ARGV[2])
local rows =
  redis.call('ZRANGE', board, math.max(0, before - radius), before + radius, 'WITHSCORES')
return {redis.call('ZCARD', board), before, rows}
